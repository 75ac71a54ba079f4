import * as z from 'zod';

/**
 * Text that a person wrote. Lengths count code points, as JSON Schema does. Refused: control and
 * bidirectional formatting characters and lone surrogates, which can make one text look like
 * another; runs of characters that show nothing, in which a whole message hides from people and not
 * from programs; and text with nothing visible in it. A line feed is kept where `multiline`.
 */
export function text(max: number, { multiline = false } = {}) {
  const refused = multiline ? refusedInText : refusedInLine;
  return z
    .string()
    .regex(
      new RegExp(
        `^(?=[^]*${visible})(?![^]*${hiddenRun})(?:[^${refused}${hidden}\\p{Cs}]|${flag}|${variant})+$`,
        'u',
      ),
      {
        error: ({ input }) =>
          `Expected ${multiline ? '' : 'one line of '}${hasVisible(input) ? 'text without control, bidirectional formatting or hidden characters' : 'visible text, and found nothing to see'}`,
      },
    )
    .refine((value) => [...value].length <= max, `Expected at most ${max} characters`)
    .meta({
      minLength: 1,
      maxLength: max,
      pattern: holdsSomething,
    });
}

/**
 * For the OpenAPI document. Generated clients copy a pattern into the regular expressions of their own
 * language, some of them unescaped: it has no escaped character, no look-around and no slash, and it
 * is anchored, because Python's `re.match` is. The descriptions say what else is refused.
 */
export const holdsSomething = '^\\s*\\S';

function hasVisible(input: unknown): boolean {
  return new RegExp(visible, 'u').test(String(input));
}

// \p{Cc}, \p{Zl}, \p{Zp} and the bidirectional formatting characters.
const refusedEverywhere = '\\u007F-\\u009F\\u061C\\u200E\\u200F\\u2028-\\u202E\\u2066-\\u2069';
const refusedInLine = `\\u0000-\\u001F${refusedEverywhere}`;
const refusedInText = `\\u0000-\\u0009\\u000B-\\u001F${refusedEverywhere}`;
// Deprecated formatting, interlinear annotation, and what stands in the plane of tags and variation
// selectors: each of those spells a byte that nobody sees.
const hidden = '\\u206A-\\u206F\\uFFF9-\\uFFFB\\u{E0000}-\\u{E0FFF}';
// 🏴 and the tags of a region, as in the flag of England (UTS 51, section 1.4.6).
const flag = '\\u{1F3F4}[\\u{E0030}-\\u{E007A}]{1,6}\\u{E007F}';
// An ideograph in one of its registered forms (UTS 37), as Japanese names have them.
const variant = '\\p{Script=Han}[\\u{E0100}-\\u{E01EF}]';
// Emoji join two, ❤️‍🔥, and scripts one; in three and more the zero-width ones can write anything.
const hiddenRun = '(?:(?![\\u{E0000}-\\u{E0FFF}])\\p{DI}){3}';
// Some letters and symbols show nothing either: Hangul fillers are default ignorable, and U+2800 is
// a Braille pattern without dots.
const visible = '(?!\\p{DI}|\\u2800)[\\p{L}\\p{N}\\p{P}\\p{S}]';
