"""Reviews what waits for a city hall: approves markets up to 20 EUR, rejects dearer ones.

    python3 review.py [outputs.json] [city hall]

The Python standard library and nothing else. `outputs.json` describes the deployment: `npm start`
writes it as .local/outputs.json, and city-systems.md shows what of it is needed.
"""

import base64
import http.client
import json
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

MOST = 20


class Refused(Exception):
    """An answer that says no: ours, the gateway's, or a page of something in between."""

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
        self.may_pass = status == 429 or status >= 500


class CityHall:
    def __init__(self, outputs, name):
        halls = {hall["name"]: hall for hall in outputs["cityHalls"]}
        if name is not None and name not in halls:
            sys.exit(f"There is no city hall {name}: write one of {', '.join(halls)}.")
        self.hall = halls[name] if name else outputs["cityHalls"][0]
        self.api = outputs["b2bApiUrl"]
        self.token_url = outputs["b2bTokenUrl"]
        self.token = None
        self.renew_at = 0

    def pending(self, city):
        """Every market that waits, oldest first, page by page."""
        query = {"status": "pending"}
        while True:
            path = f"/v1/b2b/christmas-markets/city/{urllib.parse.quote(city, safe='')}"
            page = self.call("GET", f"{path}?{urllib.parse.urlencode(query)}")
            yield from page["items"]
            if "nextCursor" not in page:
                return
            query["cursor"] = page["nextCursor"]

    def decide(self, market, decision):
        """On what was read: 409 where the owner has edited the market since, or a colleague decided."""
        path = f"/v1/b2b/christmas-markets/{market['marketId']}/user/{market['userId']}"
        read = {"revision": market["revision"], "decisionsSeen": len(market["decisions"])}
        return self.call("PATCH", path, {**decision, **read})

    def call(self, method, path, body=None):
        """Once more, with a new token, after 401. Every call here may be repeated, a decision too."""
        data = None if body is None else json.dumps(body).encode()
        json_type = {} if body is None else {"content-type": "application/json"}

        def ask(token):
            headers = {"authorization": f"Bearer {token}", **json_type}
            return send(method, self.api + path, data, headers)

        token = self.access_token()
        try:
            return ask(token)
        except Refused as refused:
            if refused.status != 401:
                raise
            self.renew_at = 0
            return ask(self.access_token())

    def access_token(self):
        """The same token for three quarters of its life: each new one costs money and time."""
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
    """Repeats what may pass, later and later: no connection, half an answer or none in time, 429, 5xx."""
    attempts = 5
    for attempt in range(attempts):
        try:
            return request(method, url, data, headers)
        except (Refused, OSError, http.client.HTTPException, ValueError) as failure:
            if not getattr(failure, "may_pass", True) or attempt == attempts - 1:
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
        raise OSError(f"No answer from {url}: {error.reason}") from None


def decision_on(market):
    if market["marketAveragePrice"] <= MOST:
        return {"approved": True}
    return {"approved": False, "reason": f"A visit may cost {MOST} EUR on average at most."}


def read_outputs(file):
    try:
        with open(file, encoding="utf-8") as text:
            outputs = json.load(text)
        for member in ("b2bApiUrl", "b2bTokenUrl", "cityHalls"):
            if member not in outputs:
                raise ValueError(f"there is no {member} in it")
    except (OSError, TypeError, ValueError) as error:
        sys.exit(f"{file} does not describe a deployment: {error}")
    return outputs


def main(file=".local/outputs.json", name=None):
    city_hall = CityHall(read_outputs(file), name)
    for city in city_hall.hall["cities"]:
        waits = False
        for market in city_hall.pending(city):
            waits = True
            try:
                decided = city_hall.decide(market, decision_on(market))
                print(decided["status"], market["marketId"], market["marketName"])
            except Refused as refused:
                # Edited, withdrawn or decided by a colleague: the next run sees what it is now.
                if refused.status not in (404, 409):
                    raise
                print(refused.code, market["marketId"])
        if not waits:
            print(f"Nothing waits in {city}.")


if __name__ == "__main__":
    if "--help" in sys.argv:
        sys.exit(print(__doc__))
    try:
        main(*sys.argv[1:3])
    except (Refused, OSError, http.client.HTTPException, ValueError) as failure:
        sys.exit(f"{failure}")
