import { beforeAll, describe, expect, it } from 'vitest';
import { marketSchema } from '../../server/domain/market.ts';
import { type Answer, type Call, createCall, transports } from '../api-client.ts';
import type { Applicant } from '../fixture.ts';
import { covering } from '../thorough.ts';
import { useStack } from '../use-stack.ts';
import { content, type Market, submitMarket } from './markets.ts';
import { expectRefusal } from './refusals.ts';

const stack = useStack({ marketsPerApplicant: 1_000 });
let ada: Applicant;
let cluj: string;

beforeAll(async () => {
  ada = await stack.applicant('ada');
  cluj = await stack.cityHall('cluj');
});

const keyOf = ({ userId, marketId }: Market) => ({ userId, marketId });
const stored = async ({ marketId }: Pick<Market, 'marketId'>) =>
  (await stack.stored()).filter((item) => item.marketId === marketId);
const read = (answer: Answer) => marketSchema.parse(answer.body);

describe.each(covering(transports, ['rest']))('over %s', (transport) => {
  let call: Call;
  beforeAll(() => {
    call = createCall(stack.outputs, transport);
  });

  const submit = (changes: Record<string, unknown>) =>
    call('b2c.markets.submit', { userId: 'me', ...content, ...changes }, ada.token);
  const edit = (market: Market, changes: Record<string, unknown> = { marketAveragePrice: 9 }) => {
    const input = { ...keyOf(market), revision: market.revision, ...changes };
    return call('b2c.markets.edit', input, ada.token);
  };
  const withdraw = (market: Market) => call('b2c.markets.withdraw', keyOf(market), ada.token);
  const decide = (market: Market, approved = true, changes: object = {}) => {
    const decision = { approved, ...(approved ? {} : { reason: 'No fire lane' }), ...changes };
    const input = { ...keyOf(market), revision: market.revision, ...decision };
    return call('b2b.markets.decide', input, cluj);
  };
  const gone = transport === 'rest' ? 204 : 200;

  it('26: parallel repeats of a submit create one market and get the same response', async () => {
    const marketId = crypto.randomUUID();
    const answers = await Promise.all(Array.from({ length: 10 }, () => submit({ marketId })));
    const [first, ...others] = answers.map(read);
    for (const other of others) expect(other).toEqual(first);
    expect(await stored({ marketId })).toMatchObject([{ ...first }]);
    expect(read(await submit({ marketId }))).toEqual(first);
  });

  it('26: the same id with other content is 409, and the stored market does not change', async () => {
    const market = await submitMarket(stack, ada, { marketId: crypto.randomUUID() });
    for (const changes of [
      { marketName: 'Other' },
      { marketDescription: 'Other' },
      { marketAveragePrice: 1 },
      { city: 'Iași' },
    ]) {
      const answer = await submit({ marketId: market.marketId, ...changes });
      expectRefusal(answer, transport, { status: 409, code: 'MARKET_EXISTS' });
    }
    expect(await stored(market)).toMatchObject([{ ...market }]);
  });

  it('26: of parallel submits of different content under one id, one is stored', async () => {
    const marketId = crypto.randomUUID();
    const names = ['One', 'Two', 'Three', 'Four'];
    const answers = await Promise.all(names.map((marketName) => submit({ marketId, marketName })));
    const won = answers.filter(({ status }) => status < 300).map(read);
    expect(won).toHaveLength(1);
    for (const lost of answers.filter(({ status }) => status >= 300)) {
      expectRefusal(lost, transport, { status: 409, code: 'MARKET_EXISTS' });
    }
    expect(await stored({ marketId })).toMatchObject(won);
  });

  it("26: another applicant's market of the same id is another market", async () => {
    const market = await submitMarket(stack, ada);
    const eve = await stack.applicant(`eve-${transport}`);
    const input = { userId: 'me', ...content, marketId: market.marketId, marketName: 'Hers' };
    expect(read(await call('b2c.markets.submit', input, eve.token)).userId).toBe(eve.userId);
    expect(await stored(market)).toHaveLength(2);
    expect(await stored(market)).toContainEqual(expect.objectContaining(keyOf(market)));
  });

  it('27: of parallel edits of one revision, one succeeds and the others are 409', async () => {
    const market = await submitMarket(stack, ada);
    const prices = [1, 2, 3, 4, 5];
    const answers = await Promise.all(
      prices.map((marketAveragePrice) => edit(market, { marketAveragePrice })),
    );
    const won = answers.filter(({ status }) => status === 200).map(read);
    expect(won).toHaveLength(1);
    for (const lost of answers.filter(({ status }) => status !== 200)) {
      expectRefusal(lost, transport, { status: 409, code: 'STALE_REVISION' });
    }
    expect(await stored(market)).toMatchObject(won);
  });

  it('28: during edits, a city hall cannot approve a revision that it has not read', async () => {
    for (let round = 0; round < 6; round += 1) {
      const market = await submitMarket(stack, ada);
      const [edited, decided] = await Promise.all(
        round % 2 === 0
          ? [edit(market), decide(market)]
          : [decide(market), edit(market)].toReversed(),
      );
      const [item] = await stored(market);
      // The edit always succeeds and sets the market to pending, with or without the decision.
      expect(edited?.status).toBe(200);
      expect(item).toMatchObject({
        status: 'pending',
        marketApproved: false,
        marketAveragePrice: 9,
      });
      expect([200, 409]).toContain(decided?.status);
      if (decided?.status === 409) {
        expect(decided.code).toBe('STALE_REVISION');
        expect(item).toMatchObject({ decisions: [] });
      } else {
        expect(item).toMatchObject({ decisions: [{ revision: market.revision }] });
      }
    }
  });

  it('28: a decision on the revision before the edit is 409 and changes nothing', async () => {
    const market = await submitMarket(stack, ada);
    const edited = read(await edit(market));
    const answer = await decide(market);
    expectRefusal(answer, transport, { status: 409, code: 'STALE_REVISION' });
    expect(await stored(market)).toMatchObject([{ ...edited, decisions: [] }]);
  });

  it('28: contrary parallel decisions are both kept in order, and the last one counts', async () => {
    const market = await submitMarket(stack, ada);
    const answers = await Promise.all([decide(market, true), decide(market, false)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const [item] = await stored(market);
    const { decisions, marketApproved } = marketSchema.parse(item);
    expect(decisions).toHaveLength(2);
    expect(decisions.at(-1)?.approved).toBe(marketApproved);
  });

  it('28: of contrary parallel decisions with decisionsSeen, one succeeds and one is 409', async () => {
    const market = await submitMarket(stack, ada);
    const answers = await Promise.all(
      [true, false].map((approved) => decide(market, approved, { decisionsSeen: 0 })),
    );
    const [won, ...others] = answers.filter(({ status }) => status === 200).map(read);
    expect(others).toEqual([]);
    for (const lost of answers.filter(({ status }) => status !== 200)) {
      expectRefusal(lost, transport, { status: 409, code: 'ALREADY_DECIDED' });
    }
    expect(await stored(market)).toMatchObject([{ ...won }]);
  });

  it('28: a late repeat of a decision does not overrule a later decision', async () => {
    const market = await submitMarket(stack, ada);
    const first = { decisionsSeen: 0 };
    const approved = read(await decide(market, true, first));
    // The client repeats the decision after a lost response. The repeat changes nothing.
    expect(read(await decide(market, true, first))).toEqual(approved);
    const rejected = read(await decide(market, false, { decisionsSeen: 1 }));
    const late = await decide(market, true, first);
    expectRefusal(late, transport, { status: 409, code: 'ALREADY_DECIDED' });
    expect(await stored(market)).toMatchObject([{ ...rejected }]);
    // After reading the market again, the caller may decide.
    const changed = read(await decide(market, true, { decisionsSeen: 2 }));
    expect(changed.decisions.map((decision) => decision.approved)).toEqual([true, false, true]);
  });

  it.each([-1, 101, 0.5, '0', null])(
    'decisionsSeen of %j is 400, and nothing changes',
    async (decisionsSeen) => {
      const market = await submitMarket(stack, ada);
      const answer = await decide(market, true, { decisionsSeen });
      expectRefusal(answer, transport, { status: 400, code: 'INVALID_INPUT' });
      expect(await stored(market)).toMatchObject([{ ...market }]);
    },
  );

  it('28: parallel repeats of a decision are kept once', async () => {
    const market = await submitMarket(stack, ada);
    const answers = await Promise.all(Array.from({ length: 5 }, () => decide(market)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const [item] = await stored(market);
    expect(item).toMatchObject({ decisions: [{ approved: true }] });
  });

  it('29: a decision on or an edit of a withdrawn market is 404 and does not restore it', async () => {
    const market = await submitMarket(stack, ada);
    expect((await withdraw(market)).status).toBe(gone);
    for (const answer of [await decide(market), await decide(market, false), await edit(market)]) {
      expectRefusal(answer, transport, { status: 404, code: 'MARKET_NOT_FOUND' });
    }
    expect(await stored(market)).toEqual([]);
  });

  it('29: a market that is withdrawn during decisions and edits stays deleted', async () => {
    for (let round = 0; round < 6; round += 1) {
      const market = await submitMarket(stack, ada);
      const [, ...others] = await Promise.all([withdraw(market), decide(market), edit(market)]);
      for (const { status } of others) expect([200, 404, 409]).toContain(status);
      expect(await stored(market)).toEqual([]);
    }
  });

  it('30: an edit sets an approved market to pending', async () => {
    const market = await submitMarket(stack, ada);
    expect(read(await decide(market))).toMatchObject({ status: 'approved', marketApproved: true });
    const edited = read(await edit(market));
    expect(edited).toMatchObject({ status: 'pending', marketApproved: false });
    expect(edited.revision > market.revision).toBe(true);
    expect(await stored(market)).toMatchObject([
      { ...edited, reviewOrder: `pending#${edited.revision}` },
    ]);
    const approved = await call(
      'b2b.markets.list',
      { city: 'Cluj-Napoca', status: 'approved', limit: 100 },
      cluj,
    );
    expect(JSON.stringify(approved.body)).not.toContain(market.marketId);
  });

  it('31: withdrawing twice, also in parallel, succeeds both times', async () => {
    const market = await submitMarket(stack, ada);
    for (const answer of [
      await withdraw(market),
      await withdraw(market),
      ...(await Promise.all([withdraw(market), withdraw(market)])),
    ]) {
      expect([answer.status, answer.body]).toEqual([gone, undefined]);
    }
    expect(await stored(market)).toEqual([]);
  });
});

it('26: over REST an Idempotency-Key works like a marketId', async () => {
  const key = crypto.randomUUID();
  const post = (header: string, body: object) =>
    fetch(`${stack.outputs.apiUrl}/v1/b2c/christmas-markets/user/me`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${ada.token}`,
        'content-type': 'application/json',
        'idempotency-key': header,
      },
      body: JSON.stringify(body),
    });
  const answers = await Promise.all([
    post(key, content),
    post(`"${key}"`, content),
    post(key, { ...content, marketId: key }),
  ]);
  const bodies = await Promise.all(answers.map((answer) => answer.json()));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(bodies[1]).toEqual(bodies[0]);
  expect(bodies[2]).toEqual(bodies[0]);
  expect(await stored({ marketId: key })).toHaveLength(1);
});
