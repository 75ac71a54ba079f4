import type { Issue } from '../contract.ts';
import { limits } from '../limits.ts';

/** Why a value is rejected; `path` is that of the member. */
export type Fault = Omit<Issue, 'path'>;

/** The value as it is stored, and what is wrong with it. */
export type Rule = (value: unknown) => { value: unknown; faults: Fault[] };

/** One line that a person writes. */
export function oneLine(maximum: number): Rule {
  return createText(maximum, 'one line of text', (value) => value, oneLineText);
}

/** A text that a person writes. Its line breaks become line feeds. */
export function text(maximum: number): Rule {
  return createText(
    maximum,
    'text',
    (value) => value.replaceAll('\r\n', '\n').replaceAll('\r', '\n'),
    severalLines,
  );
}

export const price: Rule = (value) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    return { value, faults: [wrongType('number', value)] };
  }
  const maximum = limits.marketAveragePrice;
  const faults: (Fault | false)[] = [
    value < 0 && {
      code: 'too_small',
      params: { minimum: 0 },
      message: 'Too small: expected number to be >=0',
    },
    value > maximum && {
      code: 'too_large',
      params: { maximum },
      message: `Too big: expected number to be <=${maximum}`,
    },
    Object.is(value, -0) && {
      code: 'too_small',
      params: { minimum: 0 },
      message: 'Expected a price that is not -0',
    },
    Math.round(value * 100) / 100 !== value && {
      code: 'too_many_decimals',
      params: { maximum: 2 },
      message: 'Expected at most 2 decimals',
    },
  ];
  return { value, faults: faults.filter((fault) => fault !== false) };
};

/** A day of the calendar, as `2026-11-27`. */
export const date: Rule = (value) => {
  const message = 'Expected a date as YYYY-MM-DD';
  if (typeof value !== 'string') {
    return { value, faults: [{ ...wrongType('string', value), message }] };
  }
  const isDate = /^\d{4}-\d\d-\d\d$/.test(value) && isDay(value);
  return { value, faults: isDate ? [] : [{ code: 'invalid_format', params: {}, message }] };
};

/** `null` removes the value. */
export function removable(rule: Rule): Rule {
  return (value) => (value === null ? { value, faults: [] } : rule(value));
}

export function wrongType(expected: string, value: unknown): Fault {
  const message = `Invalid input: expected ${expected}, received ${toType(value)}`;
  if (value === undefined) return { code: 'required', params: {}, message };
  return { code: 'wrong_type', params: { expected }, message };
}

function createText(
  maximum: number,
  kind: string,
  normalise: (value: string) => string,
  allowed: RegExp,
): Rule {
  return (given) => {
    if (typeof given !== 'string') return { value: given, faults: [wrongType('string', given)] };
    const value = normalise(given.replaceAll('\t', ' '));
    const reject = (fault: Fault) => ({ value, faults: [fault] });
    // As in the API, a text has one fault: the first.
    if ([...value].length > maximum) {
      const message = `Expected at most ${maximum} characters`;
      return reject({ code: 'too_long', params: { maximum }, message });
    }
    if (!visible.test(value)) {
      const message = `Expected ${kind} with a visible character`;
      return reject({ code: 'blank', params: {}, message });
    }
    if (!allowed.test(value) || hiddenRun.test(value)) {
      const message = `Expected ${kind} without control, bidirectional formatting or hidden characters`;
      return reject({ code: 'forbidden_characters', params: {}, message });
    }
    return { value, faults: [] };
  };
}

/** The days of a month that it does not have become days of the next one. */
function isDay(value: string): boolean {
  const time = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value);
}

function toType(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return `${value}`;
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

// The rules of texts, as the introduction of the OpenAPI document states them. A test compares them with
// those of the API for every code point.

/** Control characters but LF, which is allowed in texts of several lines; and what hides or reorders text. */
const refused =
  '\\u0000-\\u0009\\u000B-\\u001F\\u007F-\\u009F\\u061C\\u200E\\u200F\\u2028-\\u202E\\u2066-\\u206F\\uFFF9-\\uFFFB\\u{E0000}-\\u{E0FFF}\\p{Cs}';

/** Hidden characters are allowed in flags of regions, and after Han characters. */
const sequences =
  '\\u{1F3F4}[\\u{E0030}-\\u{E007A}]{1,6}\\u{E007F}|\\p{Script=Han}[\\u{E0100}-\\u{E01EF}]';

const severalLines = new RegExp(`^(?:[^${refused}]|${sequences})+$`, 'u');
const oneLineText = new RegExp(`^(?:[^\\n${refused}]|${sequences})+$`, 'u');

/** Three invisible characters in a row: emoji need two, and scripts one. */
const hiddenRun = /(?:(?![\u{E0000}-\u{E0FFF}])\p{DI}){3}/u;

const visible = /(?!\p{DI}|\u2800)[\p{L}\p{N}\p{P}\p{S}]/u;
