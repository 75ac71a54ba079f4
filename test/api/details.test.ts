import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Market, marketSchema } from '../../server/domain/market.ts';
import { type Call, createCall, transports } from '../api-client.ts';
import { type Applicant, startTestStack, type TestStack } from '../fixture.ts';
import { content, submitMarket } from '../security/markets.ts';
import { covering } from '../thorough.ts';

let stack: TestStack;
let ada: Applicant;
let cluj: string;
beforeAll(async () => {
  stack = await startTestStack();
  ada = await stack.applicant('ada');
  cluj = await stack.cityHall('cluj');
});
afterAll(() => stack[Symbol.asyncDispose]());

describe.each(covering(transports, ['trpc']))('over %s', (transport) => {
  let call: Call;
  beforeAll(() => {
    call = createCall(stack.outputs, transport);
  });

  const keyOf = ({ userId, marketId, revision }: Market) => ({ userId, marketId, revision });
  async function read({ userId, marketId }: Market): Promise<Market> {
    const own = await call('b2c.markets.get', { userId: 'me', marketId }, ada.token);
    const ofCity = await call('b2b.markets.get', { userId, marketId }, cluj);
    expect(ofCity.body).toEqual(own.body);
    return marketSchema.parse(own.body);
  }

  describe('a decision', () => {
    const rejection = { approved: false, reason: 'Noise', reference: 'A-1', decidedByPerson: 'AP' };

    it('is corrected by the same status with other details and the right decisionsSeen', async () => {
      const market = await submitMarket(stack, ada);
      const decide = (decision: object) =>
        call('b2b.markets.decide', { ...keyOf(market), ...decision }, cluj);
      expect((await decide({ ...rejection, decisionsSeen: 0 })).status).toBe(200);
      const corrections = [
        { ...rejection, reason: 'Smoke' },
        { ...rejection, reason: 'Smoke', reference: 'A-2' },
        { approved: false, reason: 'Smoke', decidedByPerson: 'AP' },
        { approved: false, reason: 'Smoke', decidedByPerson: 'BR' },
      ];
      for (const [index, correction] of corrections.entries()) {
        const answer = await decide({ ...correction, decisionsSeen: index + 1 });
        expect(answer).toMatchObject({ status: 200, body: { status: 'rejected' } });
        const { decisions, revision } = marketSchema.parse(answer.body);
        expect(revision).toBe(market.revision);
        expect(decisions).toHaveLength(index + 2);
        const { decidedBy, decidedAt, revision: decided, ...details } = decisions.at(-1) ?? {};
        expect(details).toEqual(correction);
        expect(await read(market)).toEqual(answer.body);
      }
    });

    it('is stored once: the same one with any decisionsSeen answers with the market', async () => {
      const market = await submitMarket(stack, ada);
      const decide = (decisionsSeen?: number) =>
        call('b2b.markets.decide', { ...keyOf(market), ...rejection, decisionsSeen }, cluj);
      const first = await decide(0);
      for (const seen of [undefined, 0, 1]) {
        expect(await decide(seen)).toMatchObject({ status: 200, body: first.body });
      }
      expect(await read(market)).toEqual(first.body);
    });

    it.each([undefined, 0, 2])(
      '46: is not corrected with decisionsSeen %s: 409, and nothing changes',
      async (decisionsSeen) => {
        const market = await submitMarket(stack, ada);
        const decide = (decision: object) =>
          call('b2b.markets.decide', { ...keyOf(market), ...decision }, cluj);
        await decide(rejection);
        const before = await read(market);
        for (const changes of [
          { reason: 'Smoke' },
          { reference: 'A-2' },
          { decidedByPerson: 'B' },
        ]) {
          const answer = await decide({ ...rejection, ...changes, decisionsSeen });
          expect(answer).toMatchObject({ status: 409, code: 'ALREADY_DECIDED' });
        }
        expect(await read(market)).toEqual(before);
      },
    );

    it.each([
      ['reference', 'r'.repeat(65)],
      ['reference', ''],
      ['decidedByPerson', 'two\nlines'],
    ])('with the %s %j is 400', async (name, value) => {
      const market = await submitMarket(stack, ada);
      const decision = { ...keyOf(market), ...rejection, [name]: value };
      const answer = await call('b2b.markets.decide', decision, cluj);
      expect(answer).toMatchObject({ status: 400, issues: [{ path: name }] });
      expect(await read(market)).toEqual(market);
    });
  });

  const place = { address: 'Piața Unirii 1', opensOn: '2026-11-27', closesOn: '2026-12-31' };
  const submit = (changes: object) =>
    call('b2c.markets.submit', { userId: 'me', ...content, ...changes }, ada.token);
  const edit = (market: Market, changes: object) =>
    call('b2c.markets.edit', { ...keyOf(market), ...changes }, ada.token);

  it('a market has an address and days, which edits change one by one and null removes', async () => {
    let market = marketSchema.parse((await submit(place)).body);
    expect(market).toMatchObject(place);
    const { firstSubmittedAt, submittedAt } = market;
    expect(firstSubmittedAt).toBe(submittedAt);
    for (const changes of [
      { opensOn: '2026-12-31' },
      { closesOn: '2027-01-06' },
      { opensOn: '2027-01-05', closesOn: '2027-01-05' },
      { address: null },
      { opensOn: null, closesOn: '2026-01-01' },
      { closesOn: null },
      { address: 'Main street', opensOn: '2026-12-01' },
    ]) {
      const answer = await edit(market, changes);
      expect(answer.status).toBe(200);
      const { revision, submittedAt, ...rest } = { ...market, ...changes };
      const expected = Object.entries(rest).filter(([, value]) => value !== null);
      market = marketSchema.parse(answer.body);
      expect(market).toMatchObject(Object.fromEntries(expected));
      expect(Object.keys(market).length).toBe(expected.length + 2);
      expect(market.firstSubmittedAt).toBe(firstSubmittedAt);
      expect(await read(market)).toEqual(market);
    }
  });

  it('days out of order, or that do not exist, are 400, and nothing changes', async () => {
    const market = marketSchema.parse((await submit(place)).body);
    for (const [name, changes] of [
      ['opensOn', { opensOn: '2027-01-01' }],
      ['closesOn', { closesOn: '2026-11-26' }],
      ['closesOn', { opensOn: '2026-12-02', closesOn: '2026-12-01' }],
      ['opensOn', { opensOn: '2026-02-30' }],
      ['opensOn', { opensOn: '27.11.2026' }],
      ['closesOn', { closesOn: '2026-12-31T00:00:00Z' }],
      ['address', { address: 'a'.repeat(201) }],
    ] as const) {
      const answer = await edit(market, changes);
      expect(answer).toMatchObject({ status: 400, issues: [{ path: name }] });
    }
    expect(await read(market)).toEqual(market);
    const answer = await submit({ opensOn: '2026-12-02', closesOn: '2026-12-01' });
    expect(answer).toMatchObject({ status: 400, issues: [{ path: 'closesOn' }] });
  });

  it('the same marketId with another address is other content', async () => {
    const { marketId } = marketSchema.parse((await submit(place)).body);
    expect((await submit({ ...place, marketId })).code).toBeUndefined();
    for (const changes of [{ address: undefined }, { opensOn: '2026-11-28' }]) {
      const answer = await submit({ ...place, ...changes, marketId });
      expect(answer).toMatchObject({ status: 409, code: 'MARKET_EXISTS' });
    }
  });
});
