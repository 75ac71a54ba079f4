"""Requests of a city hall: the token, and the repeats that every client needs. review.py uses it."""

import base64
import http.client
import json
import time
import urllib.error
import urllib.request


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


class Client:
    """Reuses a token for three quarters of its lifetime. After a 401 it repeats once with a new token."""

    def __init__(self, outputs, hall):
        self.outputs = outputs
        self.hall = hall
        self.token = None
        self.renew_at = 0

    def call(self, method, path, body=None):
        try:
            return self.send_with_token(method, path, body)
        except Refused as refused:
            if refused.status != 401:
                raise
            self.renew_at = 0
            return self.send_with_token(method, path, body)

    def send_with_token(self, method, path, body):
        headers = {
            "authorization": f"Bearer {self.access_token()}",
            "content-type": "application/json",
        }
        data = None if body is None else json.dumps(body).encode()
        return send(method, self.outputs["b2bApiUrl"] + path, data, headers)

    def access_token(self):
        if time.monotonic() >= self.renew_at:
            credentials = f"{self.hall['clientId']}:{self.hall['clientSecret']}".encode()
            headers = {
                "authorization": f"Basic {base64.b64encode(credentials).decode()}",
                "content-type": "application/x-www-form-urlencoded",
            }
            url = self.outputs["b2bTokenUrl"]
            answer = send("POST", url, b"grant_type=client_credentials", headers)
            self.token = answer["access_token"]
            self.renew_at = time.monotonic() + 0.75 * answer["expires_in"]
        return self.token


def send(method, url, data, headers):
    """Repeats with longer waits: no or half an answer, 429 and 5xx. Every call may be repeated."""
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
