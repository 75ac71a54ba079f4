"""Reviews what waits for a city hall: approves markets up to 20 EUR, rejects dearer ones.

    python3 review.py [outputs.json] [city hall]

The Python standard library and nothing else. `outputs.json` describes the deployment: what
`npm start` writes, or `pulumi stack output --json --show-secrets` prints.
"""

import base64
import json
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

MOST = 20


class Refused(Exception):
    """An answer that repeating the call does not change."""

    def __init__(self, status, problem):
        super().__init__(f"{status} {problem.get('code')}: {problem.get('detail') or problem}")
        self.status = status
        self.code = problem.get("code")


class CityHall:
    def __init__(self, outputs, name):
        halls = {hall["name"]: hall for hall in outputs["cityHalls"]}
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
        """On the revision that was read: 409 where the owner has edited the market since."""
        path = f"/v1/b2b/christmas-markets/{market['marketId']}/user/{market['userId']}"
        return self.call("PATCH", path, {**decision, "revision": market["revision"]})

    def call(self, method, path, body=None):
        """Repeats what may be repeated: with a new token after 401, later after 429, 500 and 503."""
        for attempt in range(5):
            status, headers, answer = request(
                method,
                self.api + path,
                body=None if body is None else json.dumps(body).encode(),
                headers={
                    "authorization": f"Bearer {self.access_token()}",
                    **({} if body is None else {"content-type": "application/json"}),
                },
            )
            if status < 400:
                return answer
            if status == 401 and attempt == 0:
                self.token = None
            elif status in (429, 500, 503):
                time.sleep(max(float(headers.get("retry-after", 0)), 2**attempt * 0.2))
            else:
                raise Refused(status, answer)
        raise Refused(status, answer)

    def access_token(self):
        """The same token for three quarters of its life: each new one costs money and time."""
        if self.token is None or time.monotonic() > self.renew_at:
            credentials = f"{self.hall['clientId']}:{self.hall['clientSecret']}".encode()
            status, _, answer = request(
                "POST",
                self.token_url,
                body=b"grant_type=client_credentials",
                headers={
                    "authorization": f"Basic {base64.b64encode(credentials).decode()}",
                    "content-type": "application/x-www-form-urlencoded",
                },
            )
            if status != 200:
                raise Refused(status, {"code": answer.get("error")})
            self.token = answer["access_token"]
            self.renew_at = time.monotonic() + 0.75 * answer["expires_in"]
        return self.token


def request(method, url, body, headers):
    message = urllib.request.Request(url, data=body, headers=headers, method=method)
    try:
        with urllib.request.urlopen(message, timeout=35) as answer:
            return answer.status, answer.headers, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, error.headers, json.load(error)


def decision_on(market):
    if market["marketAveragePrice"] <= MOST:
        return {"approved": True}
    return {"approved": False, "reason": f"A visit may cost {MOST} EUR on average at most."}


def main(file=".local/outputs.json", name=None):
    with open(file, encoding="utf-8") as outputs:
        city_hall = CityHall(json.load(outputs), name)
    for city in city_hall.hall["cities"]:
        for market in city_hall.pending(city):
            try:
                decided = city_hall.decide(market, decision_on(market))
                print(decided["status"], market["marketId"], market["marketName"])
            except Refused as refused:
                # Edited, withdrawn or decided by a colleague: the next run sees what it is now.
                if refused.status not in (404, 409):
                    raise
                print(refused.code, market["marketId"])


if __name__ == "__main__":
    main(*sys.argv[1:])
