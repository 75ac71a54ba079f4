import * as z from 'zod';
import { fault } from './issues.ts';

// Ranges and sequences of code points, for use inside regular expressions with the flag `u`.

/** Control characters, line and paragraph separators, and bidirectional formatting characters. */
const refusedEverywhere = '\\u007F-\\u009F\\u061C\\u200E\\u200F\\u2028-\\u202E\\u2066-\\u2069';
const refusedInLine = `\\u0000-\\u001F${refusedEverywhere}`;
const refusedInText = `\\u0000-\\u0009\\u000B-\\u001F${refusedEverywhere}`;

/**
 * Deprecated formatting characters, interlinear annotation, and the plane of tags and variation
 * selectors. Text can be encoded in them that programs read and people do not see.
 */
const hidden = '\\u206A-\\u206F\\uFFF9-\\uFFFB\\u{E0000}-\\u{E0FFF}';

/** The two sequences in which such characters are common: */
const allowedSequences = [
  // a black flag and the tags of a region, as in the flag of England (UTS 51, section 1.4.6),
  '\\u{1F3F4}[\\u{E0030}-\\u{E007A}]{1,6}\\u{E007F}',
  // an ideograph in a registered form (UTS 37), as in Japanese names.
  '\\p{Script=Han}[\\u{E0100}-\\u{E01EF}]',
];

/** Three invisible characters in a row: emoji need two, and scripts one. */
const hiddenRun = /(?:(?![\u{E0000}-\u{E0FFF}])\p{DI}){3}/u;

/** `\p{DI}` holds the Hangul fillers, too; U+2800 is a Braille pattern without dots. */
const visible = /(?!\p{DI}|\u2800)[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * Text that a person writes. Lengths count code points, as JSON Schema does. Refuses characters that
 * make one text look like another, runs of invisible characters, and text without a visible character.
 * TAB becomes a space. With `multiline`, line feeds are allowed, and CRLF and CR become line feeds.
 */
export function createTextSchema(max: number, { multiline = false } = {}) {
  const refused = multiline ? refusedInText : refusedInLine;
  const allowed = new RegExp(
    `^(?:[^${refused}${hidden}\\p{Cs}]|${allowedSequences.join('|')})+$`,
    'u',
  );
  const kind = multiline ? 'text' : 'one line of text';
  return (
    z
      .string()
      .overwrite((value) => normalise(value, multiline))
      // First, so that nothing else is computed over an input that is far too long.
      .refine((value) => countCodePoints(value) <= max, {
        error: `Expected at most ${max} characters`,
        ...fault('too_long', { maximum: max }),
        abort: true,
      })
      .refine((value) => visible.test(value), {
        error: `Expected ${kind} with a visible character`,
        ...fault('blank'),
        abort: true,
      })
      .refine((value) => allowed.test(value) && !hiddenRun.test(value), {
        error: `Expected ${kind} without control, bidirectional formatting or hidden characters`,
        ...fault('forbidden_characters'),
      })
      .meta({
        minLength: 1,
        maxLength: max,
        pattern: holdsSomething,
      })
  );
}

/**
 * For the OpenAPI document. Generators copy a pattern into the regular expressions of other languages,
 * some of them unescaped: it has no escaped character, no look-around and no slash. It is anchored,
 * because Python's `re.match` is. The descriptions state what else is refused.
 */
export const holdsSomething = '^\\s*\\S';

/** Forms on Windows send CRLF, and word processors TAB and CR. */
function normalise(value: string, multiline: boolean): string {
  const text = value.replaceAll('\t', ' ');
  return multiline ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text;
}

function countCodePoints(value: string): number {
  return [...value].length;
}
