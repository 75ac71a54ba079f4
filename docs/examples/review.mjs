import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const help = `Reviews what waits for a city hall: approves markets up to 20 EUR, rejects dearer ones.

    node review.mjs [outputs.json] [city hall]

Node.js 20 or newer and nothing else. outputs.json describes the deployment: npm start writes it as
.local/outputs.json, and city-systems.md shows what of it is needed.`;

const most = 20;

/** An answer that says no: ours, the gateway's, or a page of something in between. */
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

/** Repeats what may pass, later and later: no connection, half an answer or none in time, 429, 5xx. */
async function send(url, request) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const response = await fetch(url, { ...request, signal: AbortSignal.timeout(35_000) });
      if (response.ok) return await response.json();
      throw new Refused(response, await response.text());
    } catch (error) {
      const { status = 0, retryAfter = 0 } = error;
      const mayPass = status === 0 || status === 429 || status >= 500;
      if (!mayPass || attempt === 4) {
        if (error instanceof Refused) throw error;
        throw new Error(`No answer from ${url}: ${error.cause?.code ?? error.message}`);
      }
      await sleep(Math.max(1_000 * retryAfter, 200 * 2 ** attempt));
    }
  }
}

function createCityHall({ b2bApiUrl, b2bTokenUrl }, { clientId, clientSecret }) {
  let token;
  let renewAt = 0;

  /** The same token for three quarters of its life: each new one costs money and time. */
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

  /** Once more, with a new token, after 401. Every call here may be repeated, a decision too. */
  async function call(method, path, body) {
    const ask = (bearer) =>
      send(b2bApiUrl + path, {
        method,
        headers: {
          authorization: `Bearer ${bearer}`,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
    return ask(await getToken()).catch(async (error) => {
      if (error.status !== 401) throw error;
      renewAt = 0;
      return ask(await getToken());
    });
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

    /** On what was read: 409 where the owner has edited the market since, or a colleague decided. */
    decide({ marketId, userId, revision, decisions }, decision) {
      const path = `/v1/b2b/christmas-markets/${marketId}/user/${userId}`;
      return call('PATCH', path, { ...decision, revision, decisionsSeen: decisions.length });
    },
  };
}

function toDecision({ marketAveragePrice }) {
  if (marketAveragePrice <= most) return { approved: true };
  return { approved: false, reason: `A visit may cost ${most} EUR on average at most.` };
}

async function readOutputs(file) {
  try {
    const outputs = JSON.parse(await readFile(file, 'utf8'));
    for (const member of ['b2bApiUrl', 'b2bTokenUrl', 'cityHalls']) {
      if (outputs[member] === undefined) throw new Error(`there is no ${member} in it`);
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
    throw new Error(`There is no city hall ${name} in ${file}: write one of ${names.join(', ')}.`);
  }
  const cityHall = createCityHall(outputs, hall);
  for (const city of hall.cities) {
    let waits = false;
    for await (const market of cityHall.pending(city)) {
      waits = true;
      try {
        const { status } = await cityHall.decide(market, toDecision(market));
        console.log(status, market.marketId, market.marketName);
      } catch (error) {
        // Edited, withdrawn or decided by a colleague: the next run sees what it is now.
        if (!(error instanceof Refused) || ![404, 409].includes(error.status)) throw error;
        console.log(error.code, market.marketId);
      }
    }
    if (!waits) console.log(`Nothing waits in ${city}.`);
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
