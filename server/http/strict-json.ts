import { Problem } from '../domain/problems.ts';

/**
 * JSON in which no object has a name twice (RFC 7493, section 2.3): which of two would count is
 * anyone's guess, and whoever looks at a request before us may guess otherwise.
 */
export function parseJson(text: string, subject: string): unknown {
  const value = parse(text, subject);
  if (countNames(value) < countWrittenNames(text)) {
    throw new Problem('MALFORMED_REQUEST', `${subject} gives a name twice in one object.`);
  }
  return value;
}

/** The parser's own message quotes the input, so it stays inside as the cause. */
function parse(text: string, subject: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Problem('MALFORMED_REQUEST', `${subject} is not JSON.`, { cause });
  }
}

/** A string before a colon is a name; every string is taken whole, for a colon may stand in it too. */
function countWrittenNames(json: string): number {
  let count = 0;
  for (const [, colon] of json.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)) {
    if (colon !== undefined) count += 1;
  }
  return count;
}

/** Without recursion: JSON may be as deep as a body is long. */
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
