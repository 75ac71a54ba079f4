import { apiDiff, type Diff } from 'api-smart-diff';
import { isRecord, type Json, member, parseJson } from './json.ts';

/** Lists the changes that a client of the older document can notice, one line per place. */
export type Changes = { breaking: string[]; additive: string[] };

export function findChanges(older: Json, newer: Json): Changes {
  const operations = toOperations(newer);
  const diffs: Diff[] = apiDiff(toOperations(older), operations);
  const changes: Changes = { breaking: [], additive: [] };
  for (const diff of diffs) {
    const kind = classify(diff, operations);
    if (kind !== undefined) changes[kind].push(toLine(diff));
  }
  return {
    breaking: [...new Set(changes.breaking)],
    additive: [...new Set(changes.additive)],
  };
}

function classify(diff: Diff, newer: Json): keyof Changes | undefined {
  const { type, action, path } = diff;
  const place = path.join(' ');
  if (type === 'annotation' || type === 'deprecated') return undefined;
  // Examples and descriptions are not part of the contract.
  if (/ (examples?|description|summary)( |$)/.test(place)) return undefined;
  if (isLeftToFormat(diff, newer) || isCorrected(diff)) return undefined;
  // The same numbers are valid. Only newly generated clients may use another type.
  if (action === 'add' && path.at(-1) === 'format' && diff.after === 'double') return 'additive';
  // A token that has the scope is still accepted.
  if (/ security \d+ \w+ \d+$/.test(place) && action === 'remove') return 'additive';
  // The tool assumes that inputs are open, but our inputs refuse unknown members.
  if (/ requestBody .* properties [^ ]+$/.test(place) && action === 'remove') return 'breaking';
  // For responses the tool inverts its verdict on inputs. This is wrong for a change that breaks both.
  if (/ responses .* (type|format|pattern|const)$/.test(place)) return 'breaking';
  return type === 'non-breaking' ? 'additive' : 'breaking';
}

/**
 * A removed pattern of a value whose format stays. The same values are valid. A newly generated client
 * validates them less strictly, and no longer fails with each of them, see `formatAlone`.
 */
function isLeftToFormat({ action, path }: Diff, newer: Json): boolean {
  if (action !== 'remove' || path.at(-1) !== 'pattern') return false;
  const schema = path.slice(0, -1).reduce<unknown>(step, newer);
  return isRecord(schema) && (schema.format === 'uuid' || schema.format === 'date-time');
}

/**
 * Patterns that some generators could not copy, and the ones in their place: every value of the API
 * matches both.
 */
const correctedPatterns = new Map([
  ['\\S', '^\\s*\\S'],
  ['^[\\w=+/-]+$', '^\\S+$'],
  [
    '^[^\\u0000-\\u001F\\u007F-\\u009F\\u061C\\u200E\\u200F\\u2028-\\u202E\\u2066-\\u2069]+$',
    '^\\s*\\S',
  ],
  [
    '^[^\\u0000-\\u0009\\u000B-\\u001F\\u007F-\\u009F\\u061C\\u200E\\u200F\\u2028-\\u202E\\u2066-\\u2069]+$',
    '^\\s*\\S',
  ],
]);

/** The document said something of the API that was not true, or that clients could not use. */
function isCorrected({ action, path, before, after }: Diff): boolean {
  const place = path.join(' ');
  if (path.at(-1) === 'pattern') {
    return action === 'replace' && correctedPatterns.get(String(before)) === after;
  }
  // Cognito's `sub` is not a UUID of RFC 9562.
  if (/ userId (format|pattern)$/.test(place)) return before === 'uuid' || action === 'add';
  // Generators that write out a bounded list wrote out thousands of places.
  if (path.at(-1) === 'maxItems') return action === 'remove' && Number(before) > 1_000;
  return false;
}

function step(part: unknown, name: string | number): unknown {
  if (Array.isArray(part)) return part[Number(name)];
  return isRecord(part) ? part[name] : undefined;
}

function toLine({ action, path }: Diff): string {
  const [, route = '', method = '', ...place] = path.map(String);
  return [action, method.toUpperCase(), route, ...place].filter((part) => part !== '').join(' ');
}

/** Only the paths, with all references resolved: the tool judges references less precisely. */
function toOperations(document: Json): Json {
  return parseJson(
    JSON.stringify({
      openapi: document.openapi,
      info: document.info,
      paths: inline(document.paths, document),
    }),
  );
}

function inline(part: unknown, document: Json): unknown {
  if (Array.isArray(part)) return part.map((each) => inline(each, document));
  if (!isRecord(part)) return part;
  if (typeof part.$ref === 'string') {
    return inline(part.$ref.replace('#/', '').split('/').reduce(member, document), document);
  }
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => [name, inline(value, document)]),
  );
}
