"""Keeps a copy of a city hall's markets, and reviews them: approves up to 20 EUR, rejects above.

    python3 review.py [outputs.json] [city hall] [state.json]

Run it again and again, for example every minute. It may be killed at any moment. It needs only the Python
standard library. outputs.json describes the deployment: npm start writes it to .local/outputs.json, and
city-systems.md shows the required members. state.json holds the copy; its default is beside outputs.json.
"""

import http.client
import json
import os
import sys
from urllib.parse import quote, urlencode

from client import Client, Refused

MAX_PRICE = 20
MARKETS = "/v1/b2b/christmas-markets"


def main(file=".local/outputs.json", name=None, state_file=None):
    """One run: start or update the copy of each city, then decide on what is pending."""
    outputs = read_outputs(file)
    halls = {hall["name"]: hall for hall in outputs["cityHalls"]}
    if name is not None and name not in halls:
        sys.exit(f"There is no city hall {name} in {file}: expected one of {', '.join(halls)}")
    hall = halls[name] if name else outputs["cityHalls"][0]
    call = Client(outputs, hall).call
    store = Store(state_file or os.path.join(os.path.dirname(file), f"review-{hall['name']}.json"))
    for city in hall["cities"]:
        if city not in store.state:
            start_copy(call, store, city)
        try:
            follow(call, store, city)
        except Refused as refused:
            if refused.code != "CURSOR_EXPIRED":
                raise
            start_copy(call, store, city)
        review_pending(call, store, city)
        copies = store.state[city]["copies"].values()
        pending = sum(market["status"] == "pending" for market in copies)
        print(f"{city}: {len(copies)} markets, {pending} pending")


def start_copy(call, store, city):
    """The cursor is taken before the list: what changes while the list is read comes with the changes."""
    path = f"{MARKETS}/city/{quote(city, safe='')}"
    cursor = call("GET", f"{path}/changes?cursor=now")["nextCursor"]
    copies = {}
    query = {"limit": 100}
    while True:
        page = call("GET", f"{path}?{urlencode(query)}")
        copies.update({to_key(market): market for market in page["items"]})
        if "nextCursor" not in page:
            break
        query["cursor"] = page["nextCursor"]
    store.state[city] = {"cursor": cursor, "copies": copies}
    store.save()


def follow(call, store, city):
    """The copies and the cursor behind them are saved together, so a killed run gets the same page again."""
    state = store.state[city]
    more = True
    while more:
        query = urlencode({"limit": 100, "cursor": state["cursor"]})
        page = call("GET", f"{MARKETS}/city/{quote(city, safe='')}/changes?{query}")
        for change in page["items"]:
            if change["type"] == "withdrawn":
                state["copies"].pop(to_key(change), None)
            else:
                state["copies"][to_key(change)] = change["market"]
        state["cursor"] = page["nextCursor"]
        more = page["more"]
        store.save()


def review_pending(call, store, city):
    copies = store.state[city]["copies"]
    for key, market in list(copies.items()):
        if market["status"] != "pending":
            continue
        current = review(call, market)
        if current is None:
            del copies[key]
        else:
            copies[key] = current
        store.save()


def review(call, market):
    """Decides on what the copy holds, once: a repeat with the same decisionsSeen never adds a decision."""
    path = f"{MARKETS}/{to_key(market)}"
    read = {"revision": market["revision"], "decisionsSeen": len(market["decisions"])}
    try:
        try:
            decided = call("PATCH", path, {**decision_on(market), **read})
        except Refused as refused:
            if refused.status != 409:
                raise
            # It was edited or decided since: the next run decides on it as it is now, if it still waits.
            print(refused.code, market["marketId"])
            decided = call("GET", path)
    except Refused as refused:
        if refused.code != "MARKET_NOT_FOUND":
            raise
        print("withdrawn", market["marketId"])
        return None
    if decided["status"] != "pending":
        print(decided["status"], market["marketId"], market["marketName"])
    return decided


def decision_on(market):
    if market["marketAveragePrice"] <= MAX_PRICE:
        return {"approved": True}
    return {"approved": False, "reason": f"The average price must be {MAX_PRICE} EUR at most."}


def to_key(market):
    """Two applicants can choose the same marketId."""
    return f"{market['marketId']}/user/{market['userId']}"


class Store:
    def __init__(self, file):
        self.file = file
        self.state = {}
        if os.path.exists(file):
            with open(file, encoding="utf-8") as text:
                self.state = json.load(text)

    def save(self):
        """A kill leaves the old file or the new file, because a rename is atomic."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        with open(os.open(f"{self.file}.tmp", flags, 0o600), "w", encoding="utf-8") as text:
            json.dump(self.state, text)
            text.flush()
            os.fsync(text.fileno())
        os.replace(f"{self.file}.tmp", self.file)


def read_outputs(file):
    try:
        with open(file, encoding="utf-8") as text:
            outputs = json.load(text)
        for member in ("b2bApiUrl", "b2bTokenUrl", "cityHalls"):
            if member not in outputs:
                raise ValueError(f"{member} is missing")
    except (OSError, TypeError, ValueError) as error:
        sys.exit(f"{file} does not describe a deployment: {error}")
    return outputs


if __name__ == "__main__":
    if "--help" in sys.argv:
        sys.exit(print(__doc__))
    try:
        main(*sys.argv[1:4])
    except (Refused, OSError, http.client.HTTPException, ValueError) as failure:
        sys.exit(f"{failure}")
