import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { marketPageSchema, userDataSchema } from '../../server/domain/market.ts';
import { anyText } from '../any-text.ts';
import { type Answer, type Call, createCall, transports } from '../api-client.ts';
import type { Applicant } from '../fixture.ts';
import { covering } from '../thorough.ts';
import { useStack } from '../use-stack.ts';
import { submitMarket } from './markets.ts';
import { expectRefusal } from './refusals.ts';

const stack = useStack();
let ada: Applicant;
let eve: Applicant;
let cluj: string;
let iasi: string;
let before: unknown;

beforeAll(async () => {
  [ada, eve] = await Promise.all([stack.applicant('ada'), stack.applicant('eve')]);
  [cluj, iasi] = await Promise.all([stack.cityHall('cluj'), stack.cityHall('iasi')]);
  for (const applicant of [ada, eve, ada, eve, ada, eve]) {
    for (const city of ['Cluj-Napoca', 'Iași']) await submitMarket(stack, applicant, { city });
  }
  const call = createCall(stack.outputs, 'rest');
  const pending = await call('b2b.markets.list', { city: 'Cluj-Napoca' }, cluj);
  for (const { userId, marketId, revision } of itemsOf(pending).slice(0, 3)) {
    const decision = { userId, marketId, revision, approved: true };
    await call('b2b.markets.decide', decision, cluj);
  }
  before = await stack.stored();
});
afterEach(async () => expect(await stack.stored()).toEqual(before));

const itemsOf = (answer: Answer) => marketPageSchema.parse(answer.body).items;
const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const decode = (cursor: string) =>
  z.record(z.string(), z.string()).parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));

describe.each(covering(transports, ['trpc']))('24: over %s', (transport) => {
  let call: Call;
  beforeAll(() => {
    call = createCall(stack.outputs, transport);
  });

  const own = (cursor: string, token = ada.token) =>
    call('b2c.markets.list', { userId: 'me', limit: 2, cursor }, token);
  const exported = (cursor: string) => call('b2c.users.export', { cursor }, ada.token);
  const ofCity = (cursor: string, city: string, token: string, status?: string) =>
    call('b2b.markets.list', { city, cursor, ...(status && { status }) }, token);

  async function ownCursor({ token }: Applicant): Promise<string> {
    const page = await call('b2c.markets.list', { userId: 'me', limit: 2 }, token);
    return marketPageSchema.parse(page.body).nextCursor ?? '';
  }
  async function cityCursor(city: string, token: string): Promise<string> {
    const page = await call('b2b.markets.list', { city, limit: 1 }, token);
    return marketPageSchema.parse(page.body).nextCursor ?? '';
  }

  it('a cursor contains a position, and no user, city or status', async () => {
    expect(Object.keys(decode(await ownCursor(ada)))).toEqual(['marketId']);
    const position = decode(await cityCursor('Cluj-Napoca', cluj));
    expect(Object.keys(position).sort()).toEqual(['marketId', 'revision', 'userId']);
  });

  it('an invalid cursor is 400', async () => {
    const good = decode(await ownCursor(ada));
    const city = decode(await cityCursor('Cluj-Napoca', cluj));
    const bad = [
      'x',
      '!!!!',
      '%00',
      'a'.repeat(1_001),
      encode('null'),
      encode('[]'),
      encode('{'),
      encode(''),
      encode({}),
      encode({ marketId: 5 }),
      encode({ marketId: '' }),
      encode({ marketId: '\u0000' }),
      encode({ marketId: { S: good.marketId } }),
      encode({ marketId: `${good.marketId}#` }),
      encode({ ...good, userId: eve.userId }),
      encode({ ...good, limit: 5 }),
      encode(`{"__proto__":{"marketId":"${good.marketId}"}}`),
      encode(`{"marketId":"${good.marketId}","__proto__":{"userId":"${eve.userId}"}}`),
      encode(city),
      (await ownCursor(ada)).slice(0, -4),
      `${(await ownCursor(ada)).slice(4)}`,
    ];
    for (const cursor of bad) {
      for (const answer of [await own(cursor), await exported(cursor)]) {
        expectRefusal(answer, transport, { status: 400, code: 'INVALID_INPUT' });
        expect(answer.issues).toMatchObject([{ path: 'cursor' }]);
      }
    }
    const badOfCity = [
      encode(good),
      encode({ ...city, city: 'Iași' }),
      encode({ ...city, reviewOrder: 'approved#0' }),
      encode({ ...city, revision: `pending#${city.revision}` }),
      encode({ ...city, userId: '' }),
    ];
    for (const cursor of badOfCity) {
      const answer = await ofCity(cursor, 'Cluj-Napoca', cluj);
      expectRefusal(answer, transport, { status: 400, code: 'INVALID_INPUT' });
    }
  });

  it("another user's cursor gives only the caller's rows", async () => {
    const borrowed = await ownCursor(eve);
    for (const { userId } of itemsOf(await own(borrowed))) expect(userId).toBe(ada.userId);
    const { userId, markets } = userDataSchema.parse((await exported(borrowed)).body);
    expect(new Set([userId, ...markets.map((each) => each.userId)])).toEqual(new Set([ada.userId]));
    const foreign = { marketId: itemsOf(await own(await ownCursor(ada)))[0]?.marketId ?? '' };
    for (const { userId } of itemsOf(await own(encode(foreign), eve.token))) {
      expect(userId).toBe(eve.userId);
    }
  });

  it('a cursor of another city or status gives only rows of the requested city and status', async () => {
    const borrowed = await cityCursor('Cluj-Napoca', cluj);
    for (const { city } of itemsOf(await ofCity(borrowed, 'Iași', iasi))) {
      expect(city).toBe('Iași');
    }
    for (const status of ['pending', 'approved', 'rejected']) {
      for (const market of itemsOf(await ofCity(borrowed, 'Cluj-Napoca', cluj, status))) {
        expect(market).toMatchObject({ city: 'Cluj-Napoca', status });
      }
    }
  });

  it('an edited cursor gives only rows that its user may read', async () => {
    const ids = (await stack.stored()).map(({ marketId }) => String(marketId));
    const revisions = (await stack.stored()).map(({ revision }) => String(revision));
    const position = fc.record({
      marketId: fc.oneof(fc.constantFrom(...ids, 'x'), fc.uuid({ version: 4 })),
      userId: fc.oneof(fc.constantFrom(ada.userId, eve.userId, 'me'), fc.uuid()),
      revision: fc.oneof(fc.constantFrom(...revisions), fc.uuid({ version: 7 })),
    });
    await fc.assert(
      fc.asyncProperty(position, fc.boolean(), async ({ marketId, userId, revision }, byAda) => {
        const me = byAda ? ada : eve;
        const mine = itemsOf(await own(encode({ marketId }), me.token));
        expect(mine.every((market) => market.userId === me.userId)).toBe(true);
        const cursor = encode({ revision, userId, marketId });
        const ours = itemsOf(await ofCity(cursor, 'Iași', iasi));
        expect(ours.every((market) => market.city === 'Iași')).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('a random text as a cursor is 400 and never a 5xx', async () => {
    await fc.assert(
      fc.asyncProperty(anyText({ minLength: 1, maxLength: 40 }), async (text) => {
        for (const cursor of [text, encode(text)]) {
          expect((await own(cursor)).status).toBe(400);
          expect((await ofCity(cursor, 'Iași', iasi)).status).toBe(400);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('the pages contain every row once, in order', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const input = { city: 'Cluj-Napoca', limit: 2, ...(cursor && { cursor }) };
      const page = marketPageSchema.parse((await call('b2b.markets.list', input, cluj)).body);
      seen.push(...page.items.map(({ revision }) => revision));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toHaveLength(6);
    expect(seen).toEqual([...new Set(seen)].sort());
  });
});
