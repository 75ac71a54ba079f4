import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type IssueCode, issueCodes } from '../../server/domain/issues.ts';
import { limits } from '../../server/domain/schemas.ts';
import { createCall, createRequest, send, toRecord, transports } from '../api-client.ts';
import type { Applicant } from '../fixture.ts';
import { content, type Market, submitMarket } from '../security/markets.ts';
import { useStack } from '../use-stack.ts';

const stack = useStack();
let ada: Applicant;
let cluj: string;
let market: Market;
let before: unknown;
beforeAll(async () => {
  ada = await stack.applicant('ada');
  cluj = await stack.cityHall('cluj');
  market = await submitMarket(stack, ada, {});
  before = await stack.stored();
});

/** A procedure, what is wrong with its input, and the issue without its text. */
type Case = [string, Record<string, unknown>, { path: string; code: IssueCode; params: object }];

const submit = (path: string, value: unknown, code: IssueCode, params = {}): Case => [
  'b2c.markets.submit',
  { [path]: value },
  { path, code, params },
];
const decision = (path: string, decisions: unknown, code: IssueCode, params = {}): Case => [
  'b2b.markets.decideMany',
  { decisions },
  { path, code, params },
];
const decide = { approved: true };

const cases: Case[] = [
  submit('marketName', undefined, 'required'),
  submit('marketName', 7, 'wrong_type', { expected: 'string' }),
  submit('marketName', ' \u00ad', 'blank'),
  submit('marketName', '', 'blank'),
  submit('marketName', 'x'.repeat(121), 'too_long', { maximum: limits.marketName }),
  submit('marketName', 'a\nb', 'forbidden_characters'),
  submit('marketDescription', 'x'.repeat(2_001), 'too_long', { maximum: 2_000 }),
  submit('marketAveragePrice', undefined, 'required'),
  submit('marketAveragePrice', '9', 'wrong_type', { expected: 'number' }),
  submit('marketAveragePrice', null, 'wrong_type', { expected: 'number' }),
  submit('marketAveragePrice', -1, 'too_small', { minimum: 0 }),
  submit('marketAveragePrice', 10_001, 'too_large', { maximum: limits.marketAveragePrice }),
  submit('marketAveragePrice', 9.999, 'too_many_decimals', { maximum: 2 }),
  submit('opensOn', '24.12.2026', 'invalid_format'),
  submit('marketId', 'seven', 'invalid_format'),
  submit('city', 'Atlantis', 'unknown_city'),
  ['b2c.markets.submit', { colour: 'red' }, { path: '', code: 'unknown_key', params: {} }],
  [
    'b2c.markets.submit',
    { opensOn: '2026-12-02', closesOn: '2026-12-01' },
    { path: 'closesOn', code: 'dates_out_of_order', params: {} },
  ],
  ['b2c.markets.edit', {}, { path: '', code: 'nothing_to_edit', params: {} }],
  ['b2c.markets.list', { limit: 0 }, { path: 'limit', code: 'too_small', params: { minimum: 1 } }],
  ['b2c.markets.list', { cursor: 'e30' }, { path: 'cursor', code: 'invalid_cursor', params: {} }],
  ['b2c.markets.list', { cursor: '!' }, { path: 'cursor', code: 'invalid_format', params: {} }],
  ['b2b.markets.list', { status: 'new' }, { path: 'status', code: 'unknown_value', params: {} }],
  ['b2b.markets.decide', { approved: false }, { path: 'reason', code: 'required', params: {} }],
  decision('decisions', [], 'too_few', { minimum: 1 }),
  decision('decisions', Array(26).fill(decide), 'too_many', { maximum: 25 }),
  decision('decisions.1.marketId', [decide, decide], 'repeated'),
  decision('decisions.0.approved', [{ approved: 'yes' }], 'wrong_type', { expected: 'boolean' }),
];

describe.each(transports)('over %s', (transport) => {
  it.each(cases)(
    '%s with %j is refused with the code and its values',
    async (name, input, issue) => {
      const answer = await createCall(stack.outputs, transport)(
        name,
        toInput(name, input),
        tokenFor(name),
      );
      expect(answer.status).toBe(400);
      expect(answer.issues).toContainEqual({ ...issue, message: expect.stringMatching(/\S/) });
    },
  );
});

it('an Idempotency-Key that differs from the marketId is contradictory', async () => {
  const { headers, ...request } = createRequest(stack.outputs, 'rest')(
    'b2c.markets.submit',
    { userId: 'me', ...content, marketId: crypto.randomUUID() },
    ada.token,
  );
  const answer = await send({
    ...request,
    headers: { ...headers, 'idempotency-key': crypto.randomUUID() },
  });
  expect(answer.issues).toMatchObject([{ path: 'marketId', code: 'contradictory', params: {} }]);
});

it('each code is tested here, but the one for what has no code yet', () => {
  const tested = new Set<string>(['contradictory', ...cases.map(([, , { code }]) => code)]);
  expect(Object.keys(issueCodes).filter((code) => !tested.has(code))).toEqual(['invalid']);
});

afterAll(async () => expect(await stack.stored()).toEqual(before));

function tokenFor(procedure: string): string {
  return procedure.startsWith('b2b') ? cluj : ada.token;
}

/** A complete input with that fault. */
function toInput(procedure: string, input: Record<string, unknown>): Record<string, unknown> {
  const { userId, marketId, revision } = market;
  const key = { userId, marketId, revision };
  switch (procedure) {
    case 'b2c.markets.submit':
      return { userId: 'me', ...content, ...input };
    case 'b2c.markets.edit':
      return { ...key, ...input };
    case 'b2b.markets.decide':
      return { ...key, ...input };
    case 'b2b.markets.decideMany': {
      const decisions = Array.isArray(input.decisions) ? input.decisions : [];
      const complete = decisions.map((each) => ({ ...key, ...toRecord(each) }));
      return { city: market.city, decisions: complete };
    }
    default:
      return {
        ...(procedure.startsWith('b2b') ? { city: market.city } : { userId: 'me' }),
        ...input,
      };
  }
}
