/* Requests of a city hall: the token, and the repeats that every client needs. review.mjs uses it. */

import { setTimeout as sleep } from 'node:timers/promises';

/** Reuses a token for three quarters of its lifetime. After a 401 it repeats once with a new token. */
export function createClient({ b2bApiUrl, b2bTokenUrl }, { clientId, clientSecret }) {
  let token;
  let renewAt = 0;

  async function getToken() {
    if (Date.now() >= renewAt) {
      const answer = await send(b2bTokenUrl, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
        body: new URLSearchParams({ grant_type: 'client_credentials' }),
      });
      token = answer.access_token;
      renewAt = Date.now() + 750 * answer.expires_in;
    }
    return token;
  }

  return async function call(method, path, body) {
    const sendWith = (bearer) =>
      send(b2bApiUrl + path, {
        method,
        headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
        body: body && JSON.stringify(body),
      });
    return sendWith(await getToken()).catch(async (error) => {
      if (error.status !== 401) throw error;
      renewAt = 0;
      return sendWith(await getToken());
    });
  };
}

/** Repeats with longer and longer waits: no or half an answer, 429 and 5xx. Every call may be repeated. */
async function send(url, request) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const response = await fetch(url, { ...request, signal: AbortSignal.timeout(35_000) });
      if (response.ok) return await response.json();
      throw new Refused(response, await response.text());
    } catch (error) {
      const { status = 0, retryAfter = 0 } = error;
      const isTransient = status === 0 || status === 429 || status >= 500;
      if (error instanceof Refused && (!isTransient || attempt === 4)) throw error;
      if (attempt === 4)
        throw new Error(`No response from ${url}: ${error.cause?.code ?? error.message}`);
      await sleep(Math.max(1_000 * retryAfter, 200 * 2 ** attempt));
    }
  }
}

/** An error response: of the API, of the gateway, or of a proxy in between. */
class Refused extends Error {
  constructor({ status, headers }, text) {
    const { code, error, detail, message } = parse(text);
    super(`${status} ${code ?? error ?? ''} ${detail ?? message ?? text.slice(0, 200)}`);
    this.status = status;
    this.code = code;
    this.retryAfter = Number(headers.get('retry-after')) || 0;
  }
}

function parse(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
