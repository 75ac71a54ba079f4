import { Problem } from '../domain/problems.ts';

/**
 * Parses JSON in which no object has the same name twice (RFC 7493, section 2.3). Parsers disagree
 * about which of the two values counts, so a proxy in front of the API may read another value.
 */
export function parseJson(text: string, subject: string): unknown {
  const value = parse(text, subject);
  if (countNames(value) < countWrittenNames(text)) {
    throw new Problem('MALFORMED_REQUEST', `${subject} has a duplicate name in one object.`);
  }
  return value;
}

/** The parser's message quotes the input, so it is kept as the cause and not shown. */
function parse(text: string, subject: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Problem('MALFORMED_REQUEST', `${subject} is not valid JSON.`, { cause });
  }
}

/** Counts the strings that are followed by a colon. Matching whole strings skips colons inside them. */
function countWrittenNames(json: string): number {
  const strings = json.match(/"(?:[^"\\]|\\.)*"(?:\s*:)?/g) ?? [];
  return strings.filter((each) => each.endsWith(':')).length;
}

/** Not recursive: the nesting may be as deep as the body is long. */
function countNames(value: unknown): number {
  let count = 0;
  const left = [value];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    const values = Object.values(next);
    if (!Array.isArray(next)) count += values.length;
    for (const each of values) left.push(each);
  }
  return count;
}
