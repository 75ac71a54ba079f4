import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { editSchema, type StandardResult, submissionSchema } from '../../sdk/src/validators.ts';
import { b2cRouter } from '../../server/contract/b2c.ts';
import { toIssues } from '../../server/domain/issues.ts';
import { marketDescriptionSchema, marketNameSchema } from '../../server/domain/schemas.ts';
import { anyText } from '../any-text.ts';
import { thorough } from '../thorough.ts';

const content = {
  marketName: 'Old Town Market',
  marketDescription: 'Mulled wine\nand carols',
  marketAveragePrice: 12.5,
  city: 'Cluj-Napoca',
};

const submission = readInput(b2cRouter.markets.submit._def.inputs[0], ['userId', 'marketId']);
const edit = readInput(b2cRouter.markets.edit._def.inputs[0], ['userId', 'marketId', 'revision']);

/** What the API says to the same content. The caller and the market are no part of a form. */
function askApi(schema: z.ZodType, input: unknown) {
  const { error, data } = schema.safeParse(input);
  if (error === undefined) return { value: data };
  return { issues: toIssues(error) };
}

function toApiForm({ issues, ...result }: StandardResult<object> & { value?: object }) {
  return issues
    ? { issues: issues.map((each) => ({ ...each, path: each.path.join('.') })) }
    : result;
}

const word = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 130 }),
  anyText({ maxLength: 8 }),
  fc.constantFrom(
    '',
    ' ',
    '\t',
    'a\r\nb',
    'a\rb',
    '\u200b',
    'x'.repeat(121),
    '🎄'.repeat(120),
    '\u202e',
  ),
);
const anyValue = fc.oneof(fc.anything(), word, fc.double(), fc.integer());
const day = fc.oneof(
  fc
    .date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-01-01') })
    .map((date) => date.toISOString().slice(0, 10)),
  fc.constantFrom(
    '2026-02-29',
    '2024-02-29',
    '1900-02-29',
    '2000-02-29',
    '0000-01-01',
    '2026-13-01',
    '2026-04-31',
    '2026-1-1',
    ' 2026-01-01',
    '2026-01-01\n',
  ),
);
const cents = fc.integer({ min: -100, max: 1_000_100 }).map((each) => each / 100);

const values = {
  marketName: fc.oneof(word, anyValue),
  marketDescription: fc.oneof(word, anyValue),
  marketAveragePrice: fc.oneof(cents, anyValue, fc.constantFrom(-0, 10_000.01, 0.1 + 0.2)),
  address: fc.oneof(word, anyValue),
  opensOn: fc.oneof(day, anyValue),
  closesOn: fc.oneof(day, anyValue),
};

it('accept and refuse what the API does, with the same issues, when a market is submitted', () => {
  const form = fc.record({ ...values, city: word }, { requiredKeys: [] });
  fc.assert(
    fc.property(form, (input) => {
      const complete = withoutUndefined({ ...content, ...input });
      const { opensOn, closesOn, ...rest } = complete;
      // The API compares dates after its schema.
      for (const part of [{ ...rest, opensOn }, { ...rest, closesOn }, rest]) {
        const sent = withoutUndefined(part);
        expect(toApiForm(submissionSchema['~standard'].validate(sent))).toEqual(
          askApi(submission, sent),
        );
      }
    }),
    { numRuns: 400 },
  );
});

it('accept and refuse what the API does, with the same issues, when a market is edited', () => {
  const removable = fc.oneof(fc.constant(null), day);
  const form = fc.record({ ...values, opensOn: removable }, { requiredKeys: ['marketName'] });
  fc.assert(
    fc.property(form, ({ closesOn: _, ...input }) => {
      const sent = withoutUndefined(input);
      if (Object.keys(sent).length === 0) return;
      expect(toApiForm(editSchema['~standard'].validate(sent))).toEqual(askApi(edit, sent));
    }),
    { numRuns: 400 },
  );
});

// The planes in between hold one kind of characters: letters, emoji, or nothing.
const ranges = thorough
  ? [[0, 0x10_ffff]]
  : [
      [0, 0x31ff],
      [0xd700, 0xffff],
      [0xe_0000, 0xe_1001],
    ];

it.each(ranges)('agree with the API on each code point from %i to %i', (from = 0, to = 0) => {
  for (let point = from; point <= to; point += 1) {
    const text = `a${String.fromCodePoint(point)}b`;
    const { issues = [] } = editSchema['~standard'].validate({
      marketName: text,
      marketDescription: text,
    });
    const isRefused = (name: string) => issues.some(({ path }) => path[0] === name);
    if (isRefused('marketName') === marketNameSchema.safeParse(text).success) {
      expect.fail(`marketName: ${point}`);
    }
    if (isRefused('marketDescription') === marketDescriptionSchema.safeParse(text).success) {
      expect.fail(`marketDescription: ${point}`);
    }
  }
});

it('refuse dates in the wrong order, an edit without values and unknown members', () => {
  const validate = submissionSchema['~standard'].validate;
  expect(validate({ ...content, opensOn: '2026-12-02', closesOn: '2026-12-01' }).issues).toEqual([
    {
      path: ['closesOn'],
      code: 'dates_out_of_order',
      params: {},
      message: 'must not be before opensOn, which is 2026-12-02',
    },
  ]);
  expect(validate({ ...content, colour: 'red', size: 1 }).issues).toMatchObject([
    { path: [], code: 'unknown_key', message: 'Unrecognized keys: "colour", "size"' },
  ]);
  expect(validate('text').issues).toMatchObject([{ code: 'wrong_type' }]);
  expect(editSchema['~standard'].validate({}).issues).toMatchObject([{ code: 'nothing_to_edit' }]);
  expect(editSchema['~standard'].validate({ city: 'Iași' }).issues).toMatchObject([
    { code: 'unknown_key' },
  ]);
});

it('are Standard Schemas of version 1, whose value can be submitted', () => {
  const { version, vendor, validate } = submissionSchema['~standard'];
  expect({ version, vendor }).toEqual({ version: 1, vendor: 'christmas-markets' });
  const optional = { address: undefined, opensOn: '2026-11-27' };
  expect(validate({ ...content, ...optional, marketName: 'Old\tTown' })).toEqual({
    value: { ...content, marketName: 'Old Town', opensOn: '2026-11-27' },
  });
});

function readInput(schema: unknown, without: readonly string[]): z.ZodType {
  if (!(schema instanceof z.ZodObject)) throw new Error('Expected the schema of an object');
  const shape = Object.entries(schema.shape).filter(([name]) => !without.includes(name));
  return z.strictObject(Object.fromEntries(shape));
}

function withoutUndefined(values: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
