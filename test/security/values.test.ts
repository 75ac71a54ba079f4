import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { marketSchema } from '../../server/domain/market.ts';
import { limits, marketDescriptionSchema, marketNameSchema } from '../../server/domain/schemas.ts';
import { type Call, createCall, transports } from '../api-client.ts';
import type { Applicant } from '../fixture.ts';
import { covering } from '../thorough.ts';
import { useStack } from '../use-stack.ts';
import { content, type Market, submitMarket } from './markets.ts';
import { expectRefusal } from './refusals.ts';

const stack = useStack({ marketsPerApplicant: 1_000 });
let ada: Applicant;
let cluj: string;
let market: Market;
let before: unknown;

beforeAll(async () => {
  ada = await stack.applicant('ada');
  cluj = await stack.cityHall('cluj');
  market = await submitMarket(stack, ada);
  before = await stack.stored();
});
afterEach(async () => expect(await stack.stored()).toEqual(before));

/** Shows invisible characters as code points. */
const shown = (value: unknown) =>
  JSON.stringify(value).replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);

it('18: every control, bidirectional formatting and surrogate character is refused', () => {
  const refused = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]/u;
  for (let point = 0; point <= 0xffff; point += 1) {
    const character = String.fromCodePoint(point);
    if (!refused.test(character)) continue;
    const text = `a${character}b`;
    // These are replaced, and not stored.
    const inName = character === '\t' ? 'a b' : undefined;
    expect(marketNameSchema.safeParse(text).data, shown(text)).toBe(inName);
    const inDescription = '\n\r'.includes(character) ? 'a\nb' : inName;
    expect(marketDescriptionSchema.safeParse(text).data, shown(text)).toBe(inDescription);
  }
});

describe.each(covering(transports, ['trpc']))('over %s', (transport) => {
  let call: Call;
  beforeAll(() => {
    call = createCall(stack.outputs, transport);
  });

  const decide = (approved: unknown) => {
    const { userId, marketId, revision } = market;
    return call(
      'b2b.markets.decide',
      { userId, marketId, revision, approved, reason: 'No fire lane' },
      cluj,
    );
  };

  const submit = (changes: Record<string, unknown>) =>
    call('b2c.markets.submit', { userId: 'me', ...content, ...changes }, ada.token);

  const edit = (changes: Record<string, unknown>) => {
    const { marketId, revision } = market;
    return call('b2c.markets.edit', { userId: 'me', marketId, revision, ...changes }, ada.token);
  };

  async function expectBadInput(changes: Record<string, unknown>) {
    const [name = ''] = Object.keys(changes);
    // An edit has no input `city`.
    for (const answer of [
      await submit(changes),
      ...(name === 'city' ? [] : [await edit(changes)]),
    ]) {
      expectRefusal(answer, transport, { status: 400, code: 'INVALID_INPUT' });
      expect(answer.issues).toMatchObject([{ path: name }]);
    }
  }

  /** Submits the text, checks that it is stored unchanged, and withdraws the market. */
  async function expectKept(changes: Record<string, unknown>, kept = changes) {
    const answer = await submit(changes);
    const { userId, marketId } = marketSchema.parse(answer.body);
    const stored = (await stack.stored()).find((item) => item.marketId === marketId);
    expect(stored).toMatchObject(kept);
    await call('b2c.markets.withdraw', { userId, marketId }, ada.token);
  }

  const booleans = ['false', 'true', 'no', '', 0, 1, null, [], {}];

  it.each(booleans)('16: the boolean %j is 400, and never coerced', async (approved) => {
    const answer = await decide(approved);
    expectRefusal(answer, transport, { status: 400, code: 'INVALID_INPUT' });
    expect(answer.issues).toMatchObject([{ path: 'approved' }]);
  });

  it('16: a boolean is not coerced after other calls either', async () => {
    const other = createCall(stack.outputs, transport === 'rest' ? 'trpc' : 'rest');
    await call('b2c.markets.list', { userId: 'me', limit: 5 }, ada.token);
    await other('b2c.markets.list', { userId: 'me', limit: 5 }, ada.token);
    const extra = await submitMarket(stack, ada);
    const { userId, marketId, revision } = extra;
    await call('b2b.markets.decide', { userId, marketId, revision, approved: true }, cluj);
    await other('b2c.markets.withdraw', { userId, marketId }, ada.token);
    for (const approved of booleans) {
      expectRefusal(await decide(approved), transport, { status: 400, code: 'INVALID_INPUT' });
    }
  });

  it.each<[string, unknown]>([
    ...['1e309', '-1e309', '-1', '-0.01', '-0', '-0.0', '0.001', '12.345', '1e9'].map(
      (json): [string, unknown] => [json, JSON.rawJSON(json)],
    ),
    // JSON.stringify writes null for these two.
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['"1"', '1'],
    ['"NaN"', 'NaN'],
    ['true', true],
    ['[1]', [1]],
    ['{}', {}],
    ['one cent over the limit', limits.marketAveragePrice + 0.01],
    ['an integer beyond 2^53', JSON.rawJSON('9007199254740993')],
  ])('17: the price %s is 400', async (_title, marketAveragePrice) => {
    await expectBadInput({ marketAveragePrice });
  });

  it.each(['0', '0.01', '9.9e1', '12.5', '10000'])('the price %s is accepted', async (json) => {
    await expectKept(
      { marketAveragePrice: JSON.rawJSON(json) },
      { marketAveragePrice: Number(json) },
    );
  });

  const badTexts = [
    '',
    ' ',
    '\u00a0\u2003\u3000',
    '\u0000',
    'a\u0000b',
    'a\u0007b',
    'a\u001b[31mb',
    'a\u0085b',
    'a\u2028b',
    'a\u202eb',
    'a\u2066b',
    'a\u200fb',
    'a\u061cb',
    '\ud800',
    'a\udc00b',
    '\ude00\ud83d',
    '\u200b',
    '\u200b\u200d\ufeff',
    '\u2060\u00ad',
    '\u3164',
    '\u115f\u1160',
    '\uffa0',
    '\u2800',
    '\u0301',
    'a\u{e0041}\u{e0042}',
    '🏴\u{e0041}',
    'Nice\u{e0159}\u{e0155}\u{e0163}',
    'e\u{e0101}',
    '葛\u{e0100}\u{e0101}',
    'a\ufe00\ufe01\ufe02',
    'a\u200b\u200c\u200b\u200d',
    'a\u206ab',
    'a\ufff9b\ufffbc',
    '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}\u{e0041}',
  ];

  it.each(badTexts.map((text) => [shown(text), text]))(
    '18: the text %s is 400',
    async (_shown, text) => {
      await expectBadInput({ marketName: text });
      await expectBadInput({ marketDescription: text });
    },
  );

  it.each([
    ['a line feed in a name', { marketName: 'two\nlines' }],
    ['a carriage return in a name', { marketName: 'two\rlines' }],
    ['CRLF in a name', { marketName: 'two\r\nlines' }],
    ['only a tab', { marketName: '\t' }],
    ['only line ends', { marketDescription: '\r\n\r' }],
    ['a name of 121', { marketName: 'n'.repeat(limits.marketName + 1) }],
    ['a name of 121 emoji', { marketName: '🎄'.repeat(limits.marketName + 1) }],
    ['a description of 2,001', { marketDescription: 'd'.repeat(limits.marketDescription + 1) }],
    ['a city of 101', { city: 'c'.repeat(limits.city + 1) }],
    ['a number', { marketName: 5 }],
    ['a list', { marketName: ['x'] }],
    ['null', { marketDescription: null }],
  ])('18: %s is 400', async (_title, changes) => {
    await expectBadInput(changes);
  });

  it('CRLF and CR in a description are stored as LF, and TAB as a space', async () => {
    await expectKept(
      { marketName: 'a\tb', marketDescription: '\tone\r\ntwo\rthree\nfour\r\n\r\nfive' },
      { marketName: 'a b', marketDescription: ' one\ntwo\nthree\nfour\n\nfive' },
    );
  });

  it('18: a reason has the same rules', async () => {
    const { userId, marketId, revision } = market;
    for (const reason of [...badTexts, 'r'.repeat(limits.reason + 1)]) {
      const input = { userId, marketId, revision, approved: false, reason };
      const answer = await call('b2b.markets.decide', input, cluj);
      expectRefusal(answer, transport, { status: 400, code: 'INVALID_INPUT' });
    }
  });

  it.each([
    '🎄',
    '👩‍👩‍👧‍👦 👍🏽 🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    '❤️‍🔥 1️⃣ 🏳️‍🌈 👁️‍🗨️',
    '葛\u{e0100}城のクリスマス',
    'Târgul de Crăciun',
    'Χριστουγεννιάτικη αγορά',
    'سوق عيد الميلاد',
    'שוק חג המולד',
    'クリスマスマーケット',
    'می‌خواهم',
    "'; DROP TABLE markets; --",
    '<script>alert(1)</script>',
    '%s%n {{7*7}} $(id)',
    '__proto__',
    'n'.repeat(limits.marketName),
    '🎄'.repeat(limits.marketName),
  ])('18: the text %j is accepted', async (marketName) => {
    await expectKept({ marketName, marketDescription: `${marketName}\n${marketName}` });
  });

  it.each([
    'București',
    'București'.normalize('NFD'),
    'Bucureşti',
    'bucuresti',
    'BUCUREȘTI',
    'BUCUREŞTI'.normalize('NFD'),
    '  București ',
  ])('19: %j is accepted as București', async (city) => {
    await expectKept({ city }, { city: 'București' });
    const hall = await stack.cityHall('bucharest');
    expect((await call('b2b.markets.list', { city }, hall)).status).toBe(200);
  });

  it.each([
    'Brașov',
    'Bucurestii',
    'București, Cluj-Napoca',
    '*',
    '__proto__',
    'constructor',
    'toString',
    '..',
  ])('19: the unknown city %j is 400 UNKNOWN_CITY', async (city) => {
    for (const answer of [await submit({ city }), await call('b2b.markets.list', { city }, cluj)]) {
      expectRefusal(answer, transport, { status: 400, code: 'UNKNOWN_CITY' });
      expect(answer.issues).toEqual([
        { path: 'city', message: expect.any(String), code: 'unknown_city', params: {} },
      ]);
    }
  });
});
