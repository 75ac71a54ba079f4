import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const help = `Reviews the pending markets of a city hall: approves markets up to 20 EUR, rejects more expensive ones.

    node review.mjs [outputs.json] [city hall]

It needs Node.js 20 or newer and no package. outputs.json describes the deployment: npm start writes it to
.local/outputs.json, and city-systems.md shows the required members.`;

const maxPrice = 20;

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

/** Retries with backoff: connection errors, incomplete responses, timeouts, 429 and 5xx. */
async function send(url, request) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const response = await fetch(url, { ...request, signal: AbortSignal.timeout(35_000) });
      if (response.ok) return await response.json();
      throw new Refused(response, await response.text());
    } catch (error) {
      const { status = 0, retryAfter = 0 } = error;
      const isTransient = status === 0 || status === 429 || status >= 500;
      if (!isTransient || attempt === 4) {
        if (error instanceof Refused) throw error;
        throw new Error(`No response from ${url}: ${error.cause?.code ?? error.message}`);
      }
      await sleep(Math.max(1_000 * retryAfter, 200 * 2 ** attempt));
    }
  }
}

function createCityHall({ b2bApiUrl, b2bTokenUrl }, { clientId, clientSecret }) {
  let token;
  let renewAt = 0;

  /** Reuses a token for three quarters of its lifetime: each new token costs money and time. */
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

  /** Retries once with a new token after a 401. Every call may be repeated, including a decision. */
  async function call(method, path, body) {
    const sendWith = (bearer) =>
      send(b2bApiUrl + path, {
        method,
        headers: {
          authorization: `Bearer ${bearer}`,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
    return sendWith(await getToken()).catch(async (error) => {
      if (error.status !== 401) throw error;
      renewAt = 0;
      return sendWith(await getToken());
    });
  }

  return {
    /** Every pending market, oldest first, page by page. */
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

    /** Decides on the revision that was read: 409 if the market was edited or decided since then. */
    decide({ marketId, userId, revision, decisions }, decision) {
      const path = `/v1/b2b/christmas-markets/${marketId}/user/${userId}`;
      return call('PATCH', path, { ...decision, revision, decisionsSeen: decisions.length });
    },
  };
}

function toDecision({ marketAveragePrice }) {
  if (marketAveragePrice <= maxPrice) return { approved: true };
  return { approved: false, reason: `The average price must be ${maxPrice} EUR at most.` };
}

async function readOutputs(file) {
  try {
    const outputs = JSON.parse(await readFile(file, 'utf8'));
    for (const member of ['b2bApiUrl', 'b2bTokenUrl', 'cityHalls']) {
      if (outputs[member] === undefined) throw new Error(`${member} is missing`);
    }
    return outputs;
  } catch (error) {
    throw new Error(`${file} does not describe a deployment: ${error.message}`);
  }
}

async function main(file = '.local/outputs.json', name = undefined) {
  const outputs = await readOutputs(file);
  const hall = outputs.cityHalls.find((each) => each.name === (name ?? each.name));
  if (hall === undefined) {
    const names = outputs.cityHalls.map((each) => each.name);
    throw new Error(
      `There is no city hall ${name} in ${file}: expected one of ${names.join(', ')}`,
    );
  }
  const cityHall = createCityHall(outputs, hall);
  for (const city of hall.cities) {
    let isEmpty = true;
    for await (const market of cityHall.pending(city)) {
      isEmpty = false;
      try {
        const { status } = await cityHall.decide(market, toDecision(market));
        console.log(status, market.marketId, market.marketName);
      } catch (error) {
        // The market was edited, withdrawn or decided in the meantime: the next run reads it again.
        if (!(error instanceof Refused) || ![404, 409].includes(error.status)) throw error;
        console.log(error.code, market.marketId);
      }
    }
    if (isEmpty) console.log(`No pending markets in ${city}.`);
  }
}

if (process.argv.includes('--help')) {
  console.log(help);
} else {
  await main(...process.argv.slice(2)).catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
