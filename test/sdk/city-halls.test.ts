import { beforeAll, expect, it } from 'vitest';
import { deleteExpired } from '../../local/dynamodb/expire.ts';
import {
  type B2bClient,
  type B2cClient,
  createB2bClient,
  createB2cClient,
  isApiError,
  type Market,
  type MarketDecision,
} from '../../sdk/src/index.ts';
import { useStack } from '../use-stack.ts';
import { startFaultyProxy } from './faulty-proxy.ts';
import { createSubmission } from './markets.ts';

const city = 'Cluj-Napoca';
const day = 24 * 60 * 60 * 1_000;

/** By the clock of the server, so that a cursor of the server itself grows old. */
let age = 0;
const stack = useStack({ store: { horizonMs: 0, clock: () => Date.now() + age } });
let applicant: B2cClient;
let hall: B2bClient;
let hallToken: string;
beforeAll(async () => {
  const { token } = await stack.applicant('followed');
  applicant = createB2cClient({ url: stack.outputs.apiUrl, token });
  hallToken = await stack.cityHall('cluj');
  hall = createB2bClient({ url: stack.outputs.b2bApiUrl, token: hallToken });
});

type Copy = { markets: Map<string, Market>; cursor: string };

/** As the guide says: a cursor, then the whole list. */
async function start(between = async () => {}): Promise<Copy> {
  const changes = hall.markets.changes({ city, cursor: 'now' });
  expect(await Array.fromAsync(changes)).toEqual([]);
  await between();
  const markets = new Map<string, Market>();
  for await (const market of hall.markets.listAll({ city, limit: 2 })) {
    markets.set(market.marketId, market);
  }
  return { markets, cursor: changes.nextCursor };
}

async function follow(copy: Copy): Promise<Copy> {
  // So that the time of the last write is over.
  await new Promise((resolve) => setTimeout(resolve, 5));
  const changes = hall.markets.changes({ city, cursor: copy.cursor, limit: 2 });
  for await (const { marketId, market } of changes) {
    if (market === undefined) copy.markets.delete(marketId);
    else copy.markets.set(marketId, market);
  }
  copy.cursor = changes.nextCursor;
  return copy;
}

async function expectComplete({ markets }: Copy): Promise<void> {
  const all = await Array.fromAsync(applicant.markets.listAll());
  const byId = (a: Market, b: Market) => (a.marketId < b.marketId ? -1 : 1);
  expect([...markets.values()].toSorted(byId)).toEqual(all.toSorted(byId));
}

const submit = (name: string) => applicant.markets.submit(createSubmission(name));

it('a copy is complete: started while markets change, then followed page by page', async () => {
  const [gone, kept] = [await submit('gone'), await submit('kept')];
  const copy = await start(async () => {
    await applicant.markets.withdraw(gone);
    await hall.markets.approve(kept);
    await submit('between');
  });
  await expectComplete(await follow(copy));

  const markets = [await submit('one'), await submit('two'), await submit('three')];
  for (const market of markets) await hall.markets.reject(market, 'No fire lane');
  const [first, second] = markets;
  if (first === undefined || second === undefined) throw new Error();
  await applicant.markets.edit(first, { marketName: 'edited' });
  await applicant.markets.withdraw(second);
  await expectComplete(await follow(copy));

  const { cursor } = copy;
  await expectComplete(await follow(copy));
  expect(copy.cursor).not.toBe(cursor);
});

it('a copy whose cursor has expired starts again, and drops what was withdrawn long ago', async () => {
  const forgotten = await submit('forgotten');
  const old = await follow(await start());
  expect(old.markets.has(forgotten.marketId)).toBe(true);
  await applicant.markets.withdraw(forgotten);
  await submit('new');
  try {
    age = 31 * day;
    // The notice of the withdrawal is over, as DynamoDB deletes it.
    await deleteExpired(stack.dynamodb, stack.outputs.tableName, Date.now() + age);
    expect(await stack.storedNotices()).toEqual([]);
    const error = await follow(old).catch((thrown: unknown) => thrown);
    expect(isApiError(error) && [error.code, error.status]).toEqual(['CURSOR_EXPIRED', 410]);
    expect(old.markets.has(forgotten.marketId)).toBe(true);
    const copy = await follow(await start());
    expect(copy.markets.has(forgotten.marketId)).toBe(false);
    await expectComplete(copy);
  } finally {
    age = 0;
  }
});

const path = 'POST /trpc/b2b/markets.decideMany';

function approve({ userId, marketId, revision, decisions }: Market): MarketDecision {
  return { userId, marketId, revision, approved: true, decisionsSeen: decisions.length };
}

it('gives each decision its market or its error, and repeats a lost answer', async () => {
  await using proxy = await startFaultyProxy(stack.outputs.b2bApiUrl);
  const hall = createB2bClient({ url: proxy.url, token: hallToken, timeout: 60_000 });
  const [first, stale, last] = [
    await submit('one of many'),
    await submit('one of many'),
    await submit('one of many'),
  ];
  proxy.faults.push('drop-answer', { status: 503, body: '{"message":"Service Unavailable"}' });
  const decisions = [
    approve(first),
    { ...approve(stale), revision: first.revision },
    approve(last),
  ];
  const results = await hall.markets.decideMany({ city, decisions });
  expect(proxy.seen).toEqual([path, path, path]);
  expect(results.map(({ marketId }) => marketId)).toEqual(
    [first, stale, last].map(({ marketId }) => marketId),
  );
  expect(results.map(({ market }) => market?.decisions.length)).toEqual([1, undefined, 1]);
  const error = results[1]?.error;
  expect(isApiError(error)).toBe(true);
  expect(error).toMatchObject({ code: 'STALE_REVISION', status: 409 });
  expect(error?.message).toContain(stale.revision);
  expect(error?.requestId).toEqual(expect.any(String));
  expect(await hall.markets.get(stale)).toEqual(stale);
});

it('travels alone, also beside other calls of the same tick', async () => {
  await using proxy = await startFaultyProxy(stack.outputs.b2bApiUrl);
  const hall = createB2bClient({ url: proxy.url, token: hallToken, timeout: 60_000 });
  const [a, b, c] = [
    await submit('one of many'),
    await submit('one of many'),
    await submit('one of many'),
  ];
  const [decided, many, others] = await Promise.all([
    hall.markets.approve(a),
    hall.markets.decideMany({ city, decisions: [approve(b)] }),
    hall.markets.decideMany({ city, decisions: [approve(c)] }),
  ]);
  expect(decided.status).toBe('approved');
  expect([...many, ...others].map(({ market }) => market?.status)).toEqual([
    'approved',
    'approved',
  ]);
  expect(proxy.seen.toSorted()).toEqual(['POST /trpc/b2b/markets.decide', path, path]);
});

it('rejects as a whole if the request is refused', async () => {
  const decisions = [approve(await submit('one of many'))];
  await expect(hall.markets.decideMany({ city: 'Iași', decisions })).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
  await expect(hall.markets.decideMany({ city, decisions: [] })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    issues: [{ path: 'decisions' }],
  });
});
