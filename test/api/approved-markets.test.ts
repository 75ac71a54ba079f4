import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { approvedMarketPageSchema } from '../../server/domain/market.ts';
import {
  type Answer,
  type Call,
  createCall,
  createRequest,
  send,
  transports,
} from '../api-client.ts';
import type { Applicant } from '../fixture.ts';
import { createTestHandler } from '../security/doors.ts';
import { content, type Market, submitMarket } from '../security/markets.ts';
import { expectRefusal } from '../security/refusals.ts';
import { toEvent } from '../unit/recorded-event.ts';
import { useStack } from '../use-stack.ts';

const stack = useStack();
const city = 'Cluj-Napoca';
const cacheControl = 'public, max-age=60, stale-while-revalidate=600';
let ada: Applicant;
let cluj: string;
let approved: Market[];
let before: unknown;

beforeAll(async () => {
  ada = await stack.applicant('ada');
  cluj = await stack.cityHall('cluj');
  approved = [];
  for (let index = 0; index < 5; index++) {
    const market = await submitMarket(stack, ada, { city, marketName: `Market ${index}` });
    approved.push(await decide(market, { approved: true }));
  }
  await decide(await submitMarket(stack, ada, { city }), { approved: false, reason: 'Noise' });
  await submitMarket(stack, ada, { city });
  await submitMarket(stack, ada, { city: 'Iași' });
  before = await stack.stored();
});

async function decide(market: Market, verdict: object): Promise<Market> {
  const { userId, marketId, revision } = market;
  const call = createCall(stack.outputs, 'rest');
  const answer = await call('b2b.markets.decide', { userId, marketId, revision, ...verdict }, cluj);
  expect(answer.status).toBe(200);
  return market;
}

const namesOf = (answer: Answer) =>
  approvedMarketPageSchema.parse(answer.body).items.map(({ marketName }) => marketName);
const cursorOf = (answer: Answer) => approvedMarketPageSchema.parse(answer.body).nextCursor;

describe.each(transports)('the approved markets, over %s', (transport) => {
  let call: Call;
  beforeAll(() => {
    call = createCall(stack.outputs, transport);
  });
  const list = (input: object = {}) => call('public.markets.list', { city, ...input });

  it('are those of the city that are approved, to anyone, by any spelling of the city', async () => {
    for (const spelling of [city, 'cluj-napoca', 'CLUJ NAPOCA']) {
      expect(namesOf(await list({ city: spelling }))).toEqual(
        approved.map(({ marketName }) => marketName),
      );
    }
    expect(namesOf(await list({ city: 'Iași' }))).toEqual([]);
  });

  it('have what visitors need, and no id of a person, no decision, no revision', async () => {
    const page = await list({ limit: 2 });
    expect(page.body).toEqual({
      items: approved.slice(0, 2).map(({ marketId, marketName }) => ({
        ...content,
        marketId,
        marketName,
      })),
      nextCursor: expect.any(String),
    });
    const cursor = Buffer.from(cursorOf(page) ?? '', 'base64url').toString();
    expect(Object.keys(JSON.parse(cursor))).toEqual(['revision']);
    expect(JSON.stringify(page.body) + cursor).not.toContain(ada.userId);
  });

  it.each([1, 2, 3, 4, 5, 6])('are each in one of the pages of %i', async (limit) => {
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page: Answer = await list({ limit, ...(cursor && { cursor }) });
      names.push(...namesOf(page));
      cursor = cursorOf(page);
    } while (cursor !== undefined && names.length < 20);
    expect(names).toEqual(approved.map(({ marketName }) => marketName));
  });

  it('47: are not those of another status or city, whatever the cursor says', async () => {
    const stored = await stack.stored();
    for (const { revision } of [...stored, { revision: '!' }, { revision: '~'.repeat(100) }]) {
      const cursor = Buffer.from(JSON.stringify({ revision })).toString('base64url');
      for (const { marketName } of approvedMarketPageSchema.parse((await list({ cursor })).body)
        .items) {
        expect(marketName).toMatch(/^Market \d$/);
      }
    }
  });

  it('are refused with an unknown city, limit, cursor or input; nothing changes', async () => {
    const b2b = await call('b2b.markets.list', { city, limit: 1 }, cluj);
    const borrowed = Object.entries(b2b.body ?? {}).find(([name]) => name === 'nextCursor')?.[1];
    const status = 400;
    expectRefusal(await list({ city: 'Atlantis' }), transport, { status, code: 'UNKNOWN_CITY' });
    for (const input of [
      { limit: 0 },
      { limit: 101 },
      { cursor: 'x' },
      { cursor: Buffer.from('{"revision":"pending#1"}').toString('base64url') },
      { cursor: Buffer.from('{"revision":""}').toString('base64url') },
      { cursor: borrowed },
      { status: 'pending' },
      { userId: ada.userId },
    ]) {
      expectRefusal(await list(input), transport, { status, code: 'INVALID_INPUT' });
    }
    expect(await stack.stored()).toEqual(before);
  });

  it('may be stored for a minute, and revalidated by the ETag', async () => {
    const first = await list();
    expect(first.headers.get('cache-control')).toBe(cacheControl);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    const request = createRequest(stack.outputs, transport)('public.markets.list', { city });
    for (const [ifNoneMatch, status] of [
      [etag, 304],
      [`"other", W/${etag}`, 304],
      ['"other"', 200],
    ] as const) {
      const answer = await send({ ...request, headers: { 'if-none-match': ifNoneMatch } });
      expect(answer.status).toBe(status);
      expect(answer.headers.get('etag')).toBe(etag);
      expect(answer.headers.get('cache-control')).toBe(cacheControl);
      expect(answer.body === undefined).toBe(status === 304);
    }
    const none = createRequest(stack.outputs, transport)('public.markets.list', { city: 'x' });
    const refused = await send({ ...none, headers: { 'if-none-match': '*' } });
    expectRefusal(refused, transport, { status: 400, code: 'UNKNOWN_CITY' });
  });
});

it('a market leaves the list when it is edited, and for good when it is withdrawn', async () => {
  const call = createCall(stack.outputs, 'rest');
  const iasi = await stack.cityHall('iasi');
  const listed = async () => namesOf(await call('public.markets.list', { city: 'Iași' }));
  const approve = async ({ userId, marketId, revision }: Market) => {
    const decision = { userId, marketId, revision, approved: true };
    expect((await call('b2b.markets.decide', decision, iasi)).status).toBe(200);
  };
  const bob = await stack.applicant('bob');
  const market = await submitMarket(stack, bob, { city: 'Iași', marketName: 'Palas' });
  const key = { userId: 'me', marketId: market.marketId };
  expect(await listed()).toEqual([]);
  await approve(market);
  expect(await listed()).toEqual(['Palas']);
  const { revision } = market;
  const edit = { ...key, revision, marketName: 'Palas 2' };
  expect((await call('b2c.markets.edit', edit, bob.token)).status).toBe(200);
  expect(await listed()).toEqual([]);
  const [edited] = (await stack.stored()).filter((each) => each.marketName === 'Palas 2');
  await approve({ ...market, revision: String(edited?.revision) });
  expect(await listed()).toEqual(['Palas 2']);
  expect((await call('b2c.markets.withdraw', key, bob.token)).status).toBe(204);
  expect(await listed()).toEqual([]);
});

it('an item that another program left under the key of approved ones is not shown', async () => {
  const maya = await stack.applicant('maya');
  const market = await submitMarket(stack, maya, { city: 'Suceava' });
  const [stored] = (await stack.stored()).filter((each) => each.marketId === market.marketId);
  const Item = marshall({ ...stored, reviewOrder: `approved#${market.revision}` });
  await stack.dynamodb.send(new PutItemCommand({ TableName: stack.outputs.tableName, Item }));
  const call = createCall(stack.outputs, 'rest');
  expect(namesOf(await call('public.markets.list', { city: 'Suceava' }))).toEqual([]);
});

it.each([
  ['POST', '/trpc/public/markets.list', 404],
  ['PUT', '/v1/cities/iasi/christmas-markets', 404],
  ['POST', '/v1/cities/iasi/christmas-markets', 404],
  ['HEAD', '/trpc/public/markets.list', 404],
  ['GET', '/v1/cities//christmas-markets', 404],
  ['GET', '/trpc/public/markets.submit', 404],
  ['GET', '/trpc/b2c/markets.list', 401],
  ['HEAD', '/v1/cities/iasi/christmas-markets', 200],
])('%s %s is %i', async (method, target, status) => {
  const answer = await send(
    { method, origin: stack.outputs.apiUrl, target, headers: {} },
    { documented: false },
  );
  expect(answer.status).toBe(status);
});

it('a batch may be stored if all its calls may', async () => {
  const get = async (proxy: string, input: object) => {
    const query = new URLSearchParams({ batch: '1', input: JSON.stringify(input) });
    const { headers } = await fetch(`${stack.outputs.apiUrl}/trpc/public/${proxy}?${query}`);
    return [headers.get('cache-control'), headers.has('etag')];
  };
  const lists = { 0: { city }, 1: { city: 'iasi' } };
  expect(await get('markets.list,markets.list', lists)).toEqual([cacheControl, true]);
  expect(await get('markets.list,cities', { 0: { city }, 1: {} })).toEqual(['no-store', false]);
  expect(await get('markets.list,markets.list', { 0: { city } })).toEqual(['no-store', false]);
});

it('the Lambda itself serves it without a token, and nothing else of a mount by HEAD or POST', async () => {
  const handler = createTestHandler(stack);
  const pathParameters = { city };
  const served = toEvent('GET /v1/cities/{city}/christmas-markets');
  expect(await handler({ ...served, pathParameters })).toMatchObject({ statusCode: 200 });
  for (const routeKey of ['HEAD /trpc/public/{proxy+}', 'POST /trpc/public/{proxy+}']) {
    const event = { ...toEvent(routeKey), pathParameters: { proxy: 'markets.list' } };
    expect(await handler(event)).toMatchObject({ statusCode: 404 });
  }
});

it('a page of another origin may read it as the others', async () => {
  const [origin = ''] = stack.outputs.callbackUrls.map((url) => new URL(url).origin);
  const target = `${stack.outputs.apiUrl}/v1/cities/iasi/christmas-markets`;
  const { headers } = await fetch(target, { headers: { origin } });
  expect(headers.get('access-control-allow-origin')).toBe(origin);
  expect(headers.get('access-control-expose-headers')).toContain('etag');
  expect(headers.get('vary')).toBe('origin');
});
