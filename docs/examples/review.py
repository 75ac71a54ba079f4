"""Reviews the pending markets of a city hall: approves markets up to 20 EUR, rejects more expensive ones.

    python3 review.py [outputs.json] [city hall]

It needs only the Python standard library. `outputs.json` describes the deployment: `npm start` writes it to
.local/outputs.json, and city-systems.md shows the required members.
"""

import base64
import http.client
import json
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

MAX_PRICE = 20


class Refused(Exception):
    """An error response: of the API, of the gateway, or of a proxy in between."""

    def __init__(self, status, headers, text):
        try:
            problem = dict(json.loads(text))
        except (TypeError, ValueError):
            problem = {}
        code = problem.get("code") or problem.get("error") or ""
        super().__init__(f"{status} {code} {problem.get('detail') or text[:200]}")
        self.status = status
        self.code = code
        retry_after = headers.get("retry-after", "")
        self.retry_after = int(retry_after) if retry_after.isdigit() else 0
        self.is_transient = status == 429 or status >= 500


class CityHall:
    def __init__(self, outputs, name):
        halls = {hall["name"]: hall for hall in outputs["cityHalls"]}
        if name is not None and name not in halls:
            sys.exit(f"There is no city hall {name}: expected one of {', '.join(halls)}")
        self.hall = halls[name] if name else outputs["cityHalls"][0]
        self.api = outputs["b2bApiUrl"]
        self.token_url = outputs["b2bTokenUrl"]
        self.token = None
        self.renew_at = 0

    def pending(self, city):
        """Every pending market, oldest first, page by page."""
        query = {"status": "pending"}
        while True:
            path = f"/v1/b2b/christmas-markets/city/{urllib.parse.quote(city, safe='')}"
            page = self.call("GET", f"{path}?{urllib.parse.urlencode(query)}")
            yield from page["items"]
            if "nextCursor" not in page:
                return
            query["cursor"] = page["nextCursor"]

    def decide(self, market, decision):
        """Decides on the revision that was read: 409 if the market was edited or decided since then."""
        path = f"/v1/b2b/christmas-markets/{market['marketId']}/user/{market['userId']}"
        read = {"revision": market["revision"], "decisionsSeen": len(market["decisions"])}
        return self.call("PATCH", path, {**decision, **read})

    def call(self, method, path, body=None):
        """Retries once with a new token after a 401. Every call may be repeated, including a decision."""
        data = None if body is None else json.dumps(body).encode()
        json_type = {} if body is None else {"content-type": "application/json"}

        def send_with(token):
            headers = {"authorization": f"Bearer {token}", **json_type}
            return send(method, self.api + path, data, headers)

        token = self.access_token()
        try:
            return send_with(token)
        except Refused as refused:
            if refused.status != 401:
                raise
            self.renew_at = 0
            return send_with(self.access_token())

    def access_token(self):
        """Reuses a token for three quarters of its lifetime: each new token costs money and time."""
        if time.monotonic() >= self.renew_at:
            credentials = f"{self.hall['clientId']}:{self.hall['clientSecret']}".encode()
            headers = {
                "authorization": f"Basic {base64.b64encode(credentials).decode()}",
                "content-type": "application/x-www-form-urlencoded",
            }
            answer = send("POST", self.token_url, b"grant_type=client_credentials", headers)
            self.token = answer["access_token"]
            self.renew_at = time.monotonic() + 0.75 * answer["expires_in"]
        return self.token


def send(method, url, data, headers):
    """Retries with backoff: connection errors, incomplete responses, timeouts, 429 and 5xx."""
    attempts = 5
    for attempt in range(attempts):
        try:
            return request(method, url, data, headers)
        except (Refused, OSError, http.client.HTTPException, ValueError) as failure:
            if not getattr(failure, "is_transient", True) or attempt == attempts - 1:
                raise
            time.sleep(max(getattr(failure, "retry_after", 0), 0.2 * 2**attempt))


def request(method, url, data, headers):
    message = urllib.request.Request(url, data=data, headers=headers, method=method)
    try:
        with urllib.request.urlopen(message, timeout=35) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        text = error.read().decode(errors="replace")
        raise Refused(error.code, error.headers, text) from None
    except urllib.error.URLError as error:
        raise OSError(f"No response from {url}: {error.reason}") from None


def decision_on(market):
    if market["marketAveragePrice"] <= MAX_PRICE:
        return {"approved": True}
    return {"approved": False, "reason": f"The average price must be {MAX_PRICE} EUR at most."}


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


def main(file=".local/outputs.json", name=None):
    city_hall = CityHall(read_outputs(file), name)
    for city in city_hall.hall["cities"]:
        is_empty = True
        for market in city_hall.pending(city):
            is_empty = False
            try:
                decided = city_hall.decide(market, decision_on(market))
                print(decided["status"], market["marketId"], market["marketName"])
            except Refused as refused:
                # The market was edited, withdrawn or decided in the meantime: the next run reads it again.
                if refused.status not in (404, 409):
                    raise
                print(refused.code, market["marketId"])
        if is_empty:
            print(f"No pending markets in {city}.")


if __name__ == "__main__":
    if "--help" in sys.argv:
        sys.exit(print(__doc__))
    try:
        main(*sys.argv[1:3])
    except (Refused, OSError, http.client.HTTPException, ValueError) as failure:
        sys.exit(f"{failure}")
