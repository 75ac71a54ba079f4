// Uses the client that openapi-generator generates for Go.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"golang.org/x/oauth2"
	openapi "markets.example/clients/go"
)

const staleRevision = "00000000-0000-7000-8000-000000000000"

func main() {
	city := os.Getenv("CITY")
	applicants, asApplicant := connect("API_URL", "APPLICANT_TOKEN")
	cityHalls, asCityHall := connect("B2B_API_URL", "CITY_HALL_TOKEN")

	start := must(cityHalls.CityHallsAPI.ListCityChanges(asCityHall, city).Cursor("now").Execute())
	submission := openapi.NewSubmitMarket("Generated Market", "Submitted by a generated client", 12.5, city)
	submission.SetOpensOn("2026-12-01")
	market := must(applicants.ApplicantsAPI.SubmitMarket(asApplicant, "me").SubmitMarket(*submission).Execute())
	page := must(cityHalls.CityHallsAPI.ListCityMarkets(asCityHall, city).Status(openapi.PENDING).Execute())
	listed := false
	for _, each := range page.Items {
		listed = listed || each.MarketId == market.MarketId
	}
	decide := func(revision string) (*openapi.Market, *http.Response, error) {
		decision := openapi.NewDecideMarket(true, revision)
		decision.SetDecisionsSeen(0)
		request := cityHalls.CityHallsAPI.DecideMarket(asCityHall, market.MarketId, market.UserId)
		return request.DecideMarket(*decision).Execute()
	}
	_, response, err := decide(staleRevision)
	var refusal *openapi.GenericOpenAPIError
	if !errors.As(err, &refusal) {
		panic(fmt.Sprintf("expected a refusal, found %v", err))
	}
	problem := refusal.Model().(openapi.Problem)
	decided := must(decide(market.Revision))
	time.Sleep(50 * time.Millisecond)
	changes := must(cityHalls.CityHallsAPI.ListCityChanges(asCityHall, city).Cursor(start.NextCursor).Execute())

	result, _ := json.Marshal(map[string]any{
		"submitted": market.Status,
		"listed":    listed,
		"refused":   map[string]any{"status": response.StatusCode, "code": problem.Code},
		"decided":   decided.Status,
		"change":    changes.Items[len(changes.Items)-1].Type,
	})
	fmt.Println(string(result))
}

func connect(url string, token string) (*openapi.APIClient, context.Context) {
	configuration := openapi.NewConfiguration()
	configuration.Servers = openapi.ServerConfigurations{{URL: os.Getenv(url)}}
	// Else the operations of city halls go to the example URL in openapi.json.
	configuration.OperationServers = nil
	tokens := oauth2.StaticTokenSource(&oauth2.Token{AccessToken: os.Getenv(token)})
	ctx := context.WithValue(context.Background(), openapi.ContextOAuth2, tokens)
	return openapi.NewAPIClient(configuration), ctx
}

func must[T any](value T, _ *http.Response, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
