import { open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createClient } from './client.mjs';

const help = `Keeps a copy of a city hall's markets, and reviews them: approves up to 20 EUR, rejects above.

    node review.mjs [outputs.json] [city hall] [state.json]

Run it again and again, for example every minute. It may be killed at any moment. It needs Node.js 20 or newer
and no package. outputs.json describes the deployment: npm start writes it to .local/outputs.json, and
city-systems.md shows the required members. state.json holds the copy; its default is beside outputs.json.`;

const maxPrice = 20;
const markets = '/v1/b2b/christmas-markets';

/** One run: start or update the copy of each city, then decide on what is pending. */
async function main(file = '.local/outputs.json', name = undefined, stateFile = undefined) {
  const outputs = await readOutputs(file);
  const hall = outputs.cityHalls.find((each) => each.name === (name ?? each.name));
  if (hall === undefined) {
    const names = outputs.cityHalls.map((each) => each.name).join(', ');
    throw new Error(`There is no city hall ${name} in ${file}: expected one of ${names}`);
  }
  const call = createClient(outputs, hall);
  const store = await openStore(stateFile ?? join(dirname(file), `review-${hall.name}.json`));
  for (const city of hall.cities) {
    if (store.state[city] === undefined) await startCopy(call, store, city);
    await follow(call, store, city).catch((error) => {
      if (error.code !== 'CURSOR_EXPIRED') throw error;
      return startCopy(call, store, city);
    });
    await reviewPending(call, store, city);
    const copies = Object.values(store.state[city].copies);
    const pending = copies.filter(({ status }) => status === 'pending').length;
    console.log(`${city}: ${copies.length} markets, ${pending} pending`);
  }
}

/** The cursor is taken before the list: what changes while the list is read comes with the changes. */
async function startCopy(call, store, city) {
  const path = `${markets}/city/${encodeURIComponent(city)}`;
  const { nextCursor: cursor } = await call('GET', `${path}/changes?cursor=now`);
  const copies = {};
  const query = new URLSearchParams({ limit: 100 });
  for (;;) {
    const { items, nextCursor } = await call('GET', `${path}?${query}`);
    for (const market of items) copies[toKey(market)] = market;
    if (nextCursor === undefined) break;
    query.set('cursor', nextCursor);
  }
  store.state[city] = { cursor, copies };
  await store.save();
}

/** The copies and the cursor behind them are saved together, so a killed run gets the same page again. */
async function follow(call, store, city) {
  const { copies } = store.state[city];
  for (let more = true; more; ) {
    const query = new URLSearchParams({ limit: 100, cursor: store.state[city].cursor });
    const path = `${markets}/city/${encodeURIComponent(city)}/changes?${query}`;
    const page = await call('GET', path);
    for (const change of page.items) {
      if (change.type === 'withdrawn') delete copies[toKey(change)];
      else copies[toKey(change)] = change.market;
    }
    store.state[city].cursor = page.nextCursor;
    more = page.more;
    await store.save();
  }
}

async function reviewPending(call, store, city) {
  const { copies } = store.state[city];
  for (const [key, market] of Object.entries(copies)) {
    if (market.status !== 'pending') continue;
    const current = await review(call, market);
    if (current === undefined) delete copies[key];
    else copies[key] = current;
    await store.save();
  }
}

/** Decides on what the copy holds, once: a repeat with the same decisionsSeen never adds a decision. */
async function review(call, market) {
  const path = `${markets}/${toKey(market)}`;
  const read = { revision: market.revision, decisionsSeen: market.decisions.length };
  try {
    const decided = await call('PATCH', path, { ...toDecision(market), ...read }).catch((error) => {
      if (error.status !== 409) throw error;
      // It was edited or decided since: the next run decides on it as it is now, if it still waits.
      console.log(error.code, market.marketId);
      return call('GET', path);
    });
    if (decided.status !== 'pending')
      console.log(decided.status, market.marketId, market.marketName);
    return decided;
  } catch (error) {
    if (error.code !== 'MARKET_NOT_FOUND') throw error;
    console.log('withdrawn', market.marketId);
    return undefined;
  }
}

function toDecision({ marketAveragePrice }) {
  if (marketAveragePrice <= maxPrice) return { approved: true };
  return { approved: false, reason: `The average price must be ${maxPrice} EUR at most.` };
}

/** Two applicants can choose the same marketId. */
function toKey({ marketId, userId }) {
  return `${marketId}/user/${userId}`;
}

async function openStore(file) {
  const text = await readFile(file, 'utf8').catch((error) => {
    if (error.code !== 'ENOENT') throw error;
    return '{}';
  });
  const state = JSON.parse(text);
  return {
    state,
    /** A kill leaves the old file or the new file, because a rename is atomic. */
    async save() {
      const handle = await open(`${file}.tmp`, 'w', 0o600);
      await handle.writeFile(JSON.stringify(state));
      await handle.sync();
      await handle.close();
      await rename(`${file}.tmp`, file);
    },
  };
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

if (process.argv.includes('--help')) {
  console.log(help);
} else {
  await main(...process.argv.slice(2)).catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
