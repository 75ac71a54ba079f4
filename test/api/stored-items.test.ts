import { randomUUID } from 'node:crypto';
import { BatchWriteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { erasureSchema, marketPageSchema } from '../../server/domain/market.ts';
import { limits } from '../../server/domain/schemas.ts';
import { type Call, createRequest, send, transports } from '../api-client.ts';
import type { Applicant } from '../fixture.ts';
import { submitMarket } from '../security/markets.ts';
import { useStack } from '../use-stack.ts';

// Reading is tolerant, writing is strict: items that the rules of inputs refuse do not fail a list.

const city = 'Cluj-Napoca';
const stack = useStack();
let cluj: string;
beforeAll(async () => {
  cluj = await stack.cityHall('cluj');
});

/** An item as this version writes it, with changes. */
function createItem({ userId }: Applicant, changes: Record<string, unknown> = {}) {
  const revision = uuidv7();
  const item = {
    userId,
    marketId: randomUUID() as string,
    marketName: 'Market',
    marketDescription: 'Huts',
    marketAveragePrice: 5,
    city,
    marketApproved: false,
    status: 'pending',
    revision,
    submittedAt: new Date().toISOString(),
    decisions: [],
    ...changes,
  };
  return { ...item, reviewOrder: `${item.status}#${item.revision}` };
}

async function put(item: Record<string, unknown>): Promise<void> {
  const Item = marshall(item, { removeUndefinedValues: true });
  await stack.dynamodb.send(new PutItemCommand({ TableName: stack.outputs.tableName, Item }));
}

const decision = { approved: false, decidedBy: 'cluj', decidedAt: '2025-11-01T10:00:00Z' };

/** As earlier versions, or other programs, could have written a market. */
const shownItems: [string, () => Record<string, unknown>][] = [
  ['a name of 121 characters', () => ({ marketName: 'n'.repeat(121) })],
  ['a name with control characters', () => ({ marketName: 'a\u0000b\u202ec\n' })],
  ['an empty name', () => ({ marketName: '' })],
  ['a description with CRLF', () => ({ marketDescription: 'one\r\ntwo\u2028' })],
  ['a long description', () => ({ marketDescription: 'd'.repeat(5_000) })],
  ['a price with 3 decimals', () => ({ marketAveragePrice: 1.234 })],
  ['a negative price', () => ({ marketAveragePrice: -1 })],
  ['a price over the limit', () => ({ marketAveragePrice: 20_000 })],
  ['a marketId of version 7', () => ({ marketId: uuidv7() })],
  ['a marketId in upper case', () => ({ marketId: randomUUID().toUpperCase() })],
  ['a marketId that is not a UUID', () => ({ marketId: `market-${randomUUID()}` })],
  ['a time without milliseconds', () => ({ submittedAt: '2025-11-01T10:00:00Z' })],
  ['a time with an offset', () => ({ submittedAt: '2025-11-01T10:00:00.000+02:00' })],
  ['an unknown attribute', () => ({ organiser: 'Ada' })],
  ["ElectroDB's marks", () => ({ __edb_e__: 'market', __edb_v__: '1' })],
  [
    'a long reason',
    () => ({ decisions: [{ ...decision, reason: 'r'.repeat(900), revision: uuidv7() }] }),
  ],
  [
    'another name of a city hall',
    () => ({ decisions: [{ ...decision, decidedBy: 'Cluj Hall', revision: uuidv7() }] }),
  ],
  [
    'more decisions than allowed',
    () => ({ decisions: Array(101).fill({ ...decision, revision: uuidv7() }) }),
  ],
];

const leftOutItems: [string, Record<string, unknown>][] = [
  ['no name', { marketName: undefined }],
  ['a name that is a number', { marketName: 5 }],
  ['a price that is text', { marketAveragePrice: '5' }],
  ['an unknown status', { status: 'archived' }],
  ['no decisions', { decisions: undefined }],
  ['a decision that is text', { decisions: ['approved'] }],
  ['an id that no cursor can hold', { marketId: 'a#b c' }],
  ['an id with a line feed', { marketId: 'a\nb' }],
];

/** The document describes what this version writes, and not what these tests store. */
function createUndocumentedCall(transport: (typeof transports)[number]): Call {
  const toRequest = createRequest(stack.outputs, transport);
  return (...args) => send(toRequest(...args), { documented: false });
}

/** The city's lists of the other cases must not hold these items. */
async function eraseAll(call: Call, { token }: Pick<Applicant, 'token'>): Promise<void> {
  const answer = await call('b2c.users.erase', {}, token);
  if (answer.status !== 200 || erasureSchema.parse(answer.body).remaining) {
    await eraseAll(call, { token });
  }
}

describe.each(transports)('over %s', (transport) => {
  let call: Call;
  beforeAll(() => {
    call = createUndocumentedCall(transport);
  });

  it.each(shownItems)('a market with %s is shown in every list', async (title, changes) => {
    const ada = await stack.applicant(`${title.replace(/\W/g, '-')}-${transport}`);
    const item = createItem(ada, changes());
    await put(item);
    const { reviewOrder: _, organiser: __, ...market } = { organiser: '', ...item };
    const own = await call('b2c.markets.list', { userId: 'me' }, ada.token);
    const shown = Object.fromEntries(
      Object.entries(market).filter(([name]) => !name.startsWith('__edb')),
    );
    expect(own.body).toEqual({ items: [shown] });
    const exported = await call('b2c.users.export', {}, ada.token);
    expect(exported.body).toMatchObject({ markets: [shown] });
    const listed = await call('b2b.markets.list', { city, limit: 100 }, cluj);
    expect(listed.body).toMatchObject({ items: expect.arrayContaining([shown]) });
    // A cursor can hold its position: the erasure ends, and nothing is left.
    const second = await submitMarket(stack, ada);
    const pages = [];
    for (let cursor: string | undefined, end = false; !end; end = cursor === undefined) {
      const input = { userId: 'me', limit: 1, ...(cursor && { cursor }) };
      const page = marketPageSchema.parse((await call('b2c.markets.list', input, ada.token)).body);
      pages.push(...page.items.map(({ marketId }) => marketId));
      cursor = page.nextCursor;
    }
    expect(pages.toSorted()).toEqual([item.marketId, second.marketId].toSorted());
    await eraseAll(call, ada);
  });

  it.each(leftOutItems)(
    '40: an item with %s is left out of every list, and its id is logged',
    async (title, changes) => {
      const ada = await stack.applicant(`${title.replace(/\W/g, '-')}-${transport}`);
      const item = createItem(ada, changes);
      await put(item);
      const market = await submitMarket(stack, ada);
      const count = stack.logged.length;
      const own = await call('b2c.markets.list', { userId: 'me' }, ada.token);
      expect(own).toMatchObject({ status: 200, body: { items: [market] } });
      const exported = await call('b2c.users.export', {}, ada.token);
      expect(exported.body).toMatchObject({ markets: [market] });
      const listed = await call('b2b.markets.list', { city, status: 'pending' }, cluj);
      expect(listed.body).toEqual({ items: [market] });
      const [line] = stack.logged.slice(count).map((text) => JSON.parse(text));
      const marketId = item.marketId.replace(/[^!-~]/g, '?');
      expect(line).toMatchObject({
        procedure: 'markets.list',
        status: 200,
        leftOut: { count: 1, keys: [`${ada.userId}/${marketId}`] },
      });
      await eraseAll(call, ada);
    },
  );
});

// The database alone decides where a page ends, and filling it takes long: one transport is enough.
it('a page over 6 MB becomes a smaller page with a cursor', async () => {
  const call = createUndocumentedCall('rest');
  const reason = '"'.repeat(limits.reason);
  const revision = uuidv7();
  const decisions = Array(100).fill({ ...decision, reason, revision });
  const ada = await stack.applicant('large');
  const statuses = ['pending', 'approved', 'rejected'];
  const items = Array.from({ length: 45 }, (_, index) =>
    createItem(ada, {
      city: 'Iași',
      status: statuses[index % 3],
      marketApproved: index % 3 === 1,
      decisions,
    }),
  );
  const table = stack.outputs.tableName;
  for (let start = 0; start < items.length; start += 15) {
    const requests = items
      .slice(start, start + 15)
      .map((item) => ({ PutRequest: { Item: marshall(item) } }));
    await stack.dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
  }
  const iasi = await stack.cityHall('iasi');
  for (const [procedure, input, token] of [
    ['b2b.markets.list', { city: 'Iași' }, iasi],
    ['b2c.markets.list', { userId: 'me' }, ada.token],
  ] as const) {
    const seen: string[] = [];
    let pages = 0;
    for (let cursor: string | undefined, end = false; !end; end = cursor === undefined) {
      const answer = await call(
        procedure,
        { ...input, limit: 100, ...(cursor && { cursor }) },
        token,
      );
      expect(answer.status).toBe(200);
      const page = marketPageSchema.parse(answer.body);
      pages += 1;
      seen.push(...page.items.map(({ marketId }) => marketId));
      cursor = page.nextCursor;
    }
    expect(pages).toBeGreaterThan(1);
    expect(seen.toSorted()).toEqual(items.map(({ marketId }) => marketId).toSorted());
  }
  await eraseAll(call, ada);
});
