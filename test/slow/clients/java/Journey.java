import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.ApplicantsApi;
import org.openapitools.client.api.CityHallsApi;
import org.openapitools.client.model.DecideMarket;
import org.openapitools.client.model.Market;
import org.openapitools.client.model.MarketStatus;
import org.openapitools.client.model.SubmitMarket;

/** Uses the client that openapi-generator generates for Java. */
public class Journey {
  private static final UUID STALE_REVISION = UUID.fromString("00000000-0000-7000-8000-000000000000");

  public static void main(String[] args) throws Exception {
    var city = System.getenv("CITY");
    var applicants = new ApplicantsApi(connect("API_URL", "APPLICANT_TOKEN"));
    var cityHalls = new CityHallsApi(connect("B2B_API_URL", "CITY_HALL_TOKEN"));

    var start = cityHalls.listCityChanges(city, "now", null);
    var submission =
        new SubmitMarket()
            .marketName("Generated Market")
            .marketDescription("Submitted by a generated client")
            .marketAveragePrice(12.5)
            .city(city)
            .opensOn(LocalDate.parse("2026-12-01"));
    var market = applicants.submitMarket("me", submission, null);
    var page = cityHalls.listCityMarkets(city, MarketStatus.PENDING, null, null);
    var listed =
        page.getItems().stream().anyMatch(each -> each.getMarketId().equals(market.getMarketId()));
    var refused = Map.<String, Object>of();
    try {
      decide(cityHalls, market, STALE_REVISION);
    } catch (ApiException refusal) {
      var code = new ObjectMapper().readTree(refusal.getResponseBody()).get("code").asText();
      refused = Map.of("status", refusal.getCode(), "code", code);
    }
    var decided = decide(cityHalls, market, market.getRevision());
    Thread.sleep(50);
    var changes = cityHalls.listCityChanges(city, start.getNextCursor(), null).getItems();

    var result =
        Map.of(
            "submitted", market.getStatus().getValue(),
            "listed", listed,
            "refused", refused,
            "decided", decided.getStatus().getValue(),
            "change", changes.get(changes.size() - 1).getType().getValue());
    System.out.println(new ObjectMapper().writeValueAsString(result));
  }

  private static Market decide(CityHallsApi cityHalls, Market market, UUID revision)
      throws ApiException {
    var decision = new DecideMarket().approved(true).revision(revision).decisionsSeen(0);
    return cityHalls.decideMarket(market.getMarketId(), market.getUserId(), decision);
  }

  private static ApiClient connect(String url, String token) {
    var client = new ApiClient();
    client.updateBaseUri(System.getenv(url));
    client.setRequestInterceptor(
        request -> request.header("authorization", "Bearer " + System.getenv(token)));
    return client;
  }
}
