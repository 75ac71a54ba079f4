import json
import os
import time

import openapi_client
from openapi_client import ApiClient, ApiException, Configuration, DecideMarket, SubmitMarket

CITY = os.environ["CITY"]


def connect(url, token):
    configuration = Configuration(
        host=os.environ[url],
        access_token=os.environ[token],
        # Else the operations of city halls go to the example URL in openapi.json.
        ignore_operation_servers=True,
    )
    return ApiClient(configuration)


applicants = openapi_client.ApplicantsApi(connect("API_URL", "APPLICANT_TOKEN"))
city_halls = openapi_client.CityHallsApi(connect("B2B_API_URL", "CITY_HALL_TOKEN"))

start = city_halls.list_city_changes(CITY, "now")
market = applicants.submit_market(
    "me",
    SubmitMarket.from_dict(
        {
            "marketName": "Generated Market",
            "marketDescription": "Submitted by a generated client",
            "marketAveragePrice": 12.5,
            "city": CITY,
            "opensOn": "2026-12-01",
        }
    ),
)
page = city_halls.list_city_markets(CITY, status="pending")


def decide(revision):
    decision = {"approved": True, "revision": revision, "decisionsSeen": 0}
    return city_halls.decide_market(
        market.market_id, market.user_id, DecideMarket.from_dict(decision)
    )


try:
    decide("00000000-0000-7000-8000-000000000000")
    refused = None
except ApiException as refusal:
    refused = {"status": refusal.status, "code": refusal.data.code}
decided = decide(str(market.revision))
time.sleep(0.05)
changes = city_halls.list_city_changes(CITY, start.next_cursor)

print(
    json.dumps(
        {
            "submitted": market.status.value,
            "listed": any(each.market_id == market.market_id for each in page.items),
            "refused": refused,
            "decided": decided.status.value,
            "change": changes.items[-1].type,
        }
    )
)
