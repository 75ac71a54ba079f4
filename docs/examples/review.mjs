/*
 * Reviews what waits for a city hall: approves markets up to 20 EUR, rejects dearer ones.
 *
 *   node review.mjs [outputs.json] [city hall]
 *
 * Node.js 20 or newer and nothing else. `outputs.json` describes the deployment: what `npm start`
 * writes, or `pulumi stack output --json --show-secrets` prints.
 */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const most = 20;

/** An answer that repeating the call does not change. */
class Refused extends Error {
  constructor(status, problem) {
    super(`${status} ${problem.code}: ${problem.detail ?? JSON.stringify(problem)}`);
    this.status = status;
    this.code = problem.code;
  }
}

function createCityHall({ b2bApiUrl, b2bTokenUrl }, { clientId, clientSecret }) {
  let token;
  let renewAt = 0;

  /** The same token for three quarters of its life: each new one costs money and time. */
  async function getToken() {
    if (token === undefined || Date.now() > renewAt) {
      const response = await fetch(b2bTokenUrl, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
        body: new URLSearchParams({ grant_type: 'client_credentials' }),
      });
      const answer = await response.json();
      if (!response.ok) throw new Refused(response.status, { code: answer.error });
      token = answer.access_token;
      renewAt = Date.now() + 750 * answer.expires_in;
    }
    return token;
  }

  /** Repeats what may be repeated: with a new token after 401, later after 429, 500 and 503. */
  async function call(method, path, body) {
    for (let attempt = 0; ; attempt += 1) {
      const response = await fetch(b2bApiUrl + path, {
        method,
        headers: {
          authorization: `Bearer ${await getToken()}`,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(35_000),
      });
      const answer = await response.json();
      if (response.ok) return answer;
      const { status, headers } = response;
      if (status === 401 && attempt === 0) {
        token = undefined;
      } else if ([429, 500, 503].includes(status) && attempt < 4) {
        await sleep(Math.max(1_000 * Number(headers.get('retry-after')), 200 * 2 ** attempt));
      } else {
        throw new Refused(status, answer);
      }
    }
  }

  return {
    /** Every market that waits, oldest first, page by page. */
    async *pending(city) {
      const query = new URLSearchParams({ status: 'pending' });
      for (;;) {
        const path = `/v1/b2b/christmas-markets/city/${encodeURIComponent(city)}?${query}`;
        const { items, nextCursor } = await call('GET', path);
        yield* items;
        if (nextCursor === undefined) return;
        query.set('cursor', nextCursor);
      }
    },

    /** On the revision that was read: 409 where the owner has edited the market since. */
    decide({ marketId, userId, revision }, decision) {
      const path = `/v1/b2b/christmas-markets/${marketId}/user/${userId}`;
      return call('PATCH', path, { ...decision, revision });
    },
  };
}

function toDecision({ marketAveragePrice }) {
  if (marketAveragePrice <= most) return { approved: true };
  return { approved: false, reason: `A visit may cost ${most} EUR on average at most.` };
}

const [file = '.local/outputs.json', name] = process.argv.slice(2);
const outputs = JSON.parse(await readFile(file, 'utf8'));
const hall = outputs.cityHalls.find((each) => each.name === (name ?? each.name));
const cityHall = createCityHall(outputs, hall);
for (const city of hall.cities) {
  for await (const market of cityHall.pending(city)) {
    try {
      const { status } = await cityHall.decide(market, toDecision(market));
      console.log(status, market.marketId, market.marketName);
    } catch (error) {
      // Edited, withdrawn or decided by a colleague: the next run sees what it is now.
      if (!(error instanceof Refused) || ![404, 409].includes(error.status)) throw error;
      console.log(error.code, market.marketId);
    }
  }
}
