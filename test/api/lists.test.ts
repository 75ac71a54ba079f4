import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Market, type MarketPage, marketPageSchema } from '../../server/domain/market.ts';
import { type Call, createCall, transports } from '../api-client.ts';
import type { Applicant } from '../fixture.ts';
import { submitMarket } from '../security/markets.ts';
import { covering } from '../thorough.ts';
import { useStack } from '../use-stack.ts';

const stack = useStack();
let ada: Applicant;
let cluj: string;
let markets: Market[];

const city = 'Cluj-Napoca';
const counts = { pending: 3, approved: 2, rejected: 2 };
const total = 7;

beforeAll(async () => {
  ada = await stack.applicant('ada');
  cluj = await stack.cityHall('cluj');
  const call = createCall(stack.outputs, 'rest');
  for (let index = 0; index < total; index++) {
    const { userId, marketId, revision } = await submitMarket(stack, ada, { city });
    // The statuses take turns, so that the order by revision is not that of the index.
    if (index % 3 === 0) continue;
    const verdict = index % 3 === 1 ? { approved: true } : { approved: false, reason: 'Noise' };
    const decision = { userId, marketId, revision, ...verdict };
    expect((await call('b2b.markets.decide', decision, cluj)).status).toBe(200);
  }
  markets = marketPageSchema
    .parse((await call('b2b.markets.list', { city, limit: 100 }, cluj)).body)
    .items.toSorted((a, b) => (a.revision < b.revision ? -1 : 1));
  expect(markets).toHaveLength(total);
});

describe.each(covering(transports, ['trpc']))('over %s', (transport) => {
  let call: Call;
  beforeAll(() => {
    call = createCall(stack.outputs, transport);
  });
  const walk = (procedure: string, input: object, token: string) =>
    walkPages(call, procedure, input, token);

  const limits = covering(
    [1, 2, 3, 4, total - 1, total, total + 1],
    transport === 'rest' ? [1, 2, total - 1, total + 1] : [3, 4, total],
  );
  const statuses = [undefined, 'pending', 'approved', 'rejected'] as const;

  it.each(
    statuses.flatMap((status) =>
      limits.map((limit) => [status ?? 'every', limit, status] as const),
    ),
  )(
    "a city's list of %s status by %i gives each market once, oldest revision first",
    async (_title, limit, status) => {
      const input = { city, limit, ...(status && { status }) };
      const expected = markets.filter((market) => status === undefined || market.status === status);
      expect(expected).toHaveLength(status === undefined ? total : counts[status]);
      expectPages(await walk('b2b.markets.list', input, cluj), limit, expected);
    },
  );

  it.each(limits)(
    "an applicant's list by %i gives each market once, newest first",
    async (limit) => {
      const pages = await walk('b2c.markets.list', { userId: 'me', limit }, ada.token);
      const newestFirst = markets.toReversed();
      expectPages(pages, limit, newestFirst);
    },
  );

  it('no list ends at what something else wrote: the markets behind it were left out', async () => {
    const maya = await stack.applicant(`maya-${transport}`);
    const TableName = stack.outputs.tableName;
    for (let index = 0; index < 3; index++) {
      const key = { userId: maya.userId, marketId: `0000000${index}` };
      const row = { city: 'Botoșani', reviewOrder: `pending#0000000${index}` };
      const Item = marshall({ ...key, ...row });
      await stack.dynamodb.send(new PutItemCommand({ TableName, Item }));
    }
    const market = await submitMarket(stack, maya, { city: 'Botoșani' });
    const north = await stack.cityHall('north');
    for (const limit of [1, 2, 100]) {
      for (const [procedure, input, token] of [
        ['b2c.markets.list', { userId: 'me' }, maya.token],
        ['b2b.markets.list', { city: 'Botoșani' }, north],
        ['b2b.markets.list', { city: 'Botoșani', status: 'pending' }, north],
      ] as const) {
        const pages = await walk(procedure, { ...input, limit }, token);
        expect(pages.flatMap(({ items }) => items)).toEqual([market]);
      }
    }
    await call('b2c.users.erase', {}, maya.token);
  });

  it('a market that is decided while its list is read is listed once, as it is by then', async () => {
    const city = 'Suceava';
    const nora = await stack.applicant(`nora-${transport}`);
    const north = await stack.cityHall('north');
    const market = await submitMarket(stack, nora, { city });
    const { userId, marketId, revision } = market;
    const decision = { userId, marketId, revision, approved: true };
    const before = (await stack.stored()).find((item) => item.marketId === marketId);
    const { body: decided } = await call('b2b.markets.decide', decision, north);
    // What the query for pending markets had found. Under another user: a key is in the table once.
    const Item = marshall({ ...before, userId: crypto.randomUUID() });
    await stack.dynamodb.send(new PutItemCommand({ TableName: stack.outputs.tableName, Item }));
    for (const limit of [2, 100]) {
      const pages = await walk('b2b.markets.list', { city, limit }, north);
      expect(pages.flatMap(({ items }) => items)).toEqual([decided]);
    }
    const Key = marshall({ userId: unmarshall(Item).userId, marketId });
    await stack.dynamodb.send(new DeleteItemCommand({ TableName: stack.outputs.tableName, Key }));
    await call('b2c.users.erase', {}, nora.token);
  });

  it('an empty list is one page', async () => {
    const bucharest = await stack.cityHall('bucharest');
    for (const status of statuses) {
      const input = { city: 'București', ...(status && { status }) };
      expect((await call('b2b.markets.list', input, bucharest)).body).toEqual({ items: [] });
    }
    const eve = await stack.applicant('eve');
    const own = await call('b2c.markets.list', { userId: 'me' }, eve.token);
    expect(own.body).toEqual({ items: [] });
  });
});

describe('where many markets in a row have one status', () => {
  let iasi: string;
  let inOrder: string[];

  beforeAll(async () => {
    const call = createCall(stack.outputs, 'rest');
    const applicant = await stack.applicant('rows');
    iasi = await stack.cityHall('iasi');
    const submitted: Market[] = [];
    for (let index = 0; index < 12; index++) {
      submitted.push(await submitMarket(stack, applicant, { city: 'Iași' }));
    }
    // Six pending, then five approved, then one pending.
    for (const { userId, marketId, revision } of submitted.slice(6, 11)) {
      const decision = { userId, marketId, revision, approved: true };
      expect((await call('b2b.markets.decide', decision, iasi)).status).toBe(200);
    }
    inOrder = submitted.map(({ marketId }) => marketId);
  });

  it.each(
    transports.flatMap((transport) => [1, 2, 5, 7].map((limit) => [limit, transport] as const)),
  )('a list of every status by %i reads on, over %s', async (limit, transport) => {
    const call = createCall(stack.outputs, transport);
    const pages = await walkPages(call, 'b2b.markets.list', { city: 'Iași', limit }, iasi);
    const ids = pages.flatMap(({ items }) => items.map(({ marketId }) => marketId));
    expect(ids).toEqual(inOrder);
    for (const { items } of pages.slice(0, -1)) expect(items).toHaveLength(limit);
  });
});

/** Every page of a list, followed to its end. */
async function walkPages(
  call: Call,
  procedure: string,
  input: object,
  token: string,
): Promise<MarketPage[]> {
  const pages: MarketPage[] = [];
  let cursor: string | undefined;
  do {
    const answer = await call(procedure, { ...input, ...(cursor && { cursor }) }, token);
    const page = marketPageSchema.parse(answer.body);
    pages.push(page);
    cursor = page.nextCursor;
  } while (cursor !== undefined && pages.length < 20);
  return pages;
}

/** DynamoDB cannot tell that nothing follows a page that is just full: one empty page may come. */
function expectPages(pages: MarketPage[], limit: number, expected: Market[]): void {
  expect(pages.flatMap(({ items }) => items)).toEqual(expected);
  const full = Math.floor(expected.length / limit);
  const sizes = pages.map(({ items }) => items.length);
  expect(sizes.slice(0, full)).toEqual(Array(full).fill(limit));
  const rest = expected.length % limit;
  if (rest === 0 && full > 0) expect([[], [0]]).toContainEqual(sizes.slice(full));
  else expect(sizes.slice(full)).toEqual([rest]);
}
