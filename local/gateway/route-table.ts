import type { Route } from '../../server/contract/routes.ts';
import { Refusal } from './answer.ts';

export type RouteMatch = {
  route: Route;
  /** Decoded, once. */
  pathParameters: ReadonlyMap<string, string>;
};

/**
 * Routes are compared with the encoded segments of the path. Only captured parameters are decoded. So
 * `%2F` never separates segments, `..` is a normal segment, and `/%76%31` is not `/v1`.
 */
export function createRouteTable(
  routes: readonly Route[],
): (method: string, encodedPath: string) => RouteMatch {
  const entries = routes.map(parseRoute).toSorted(bySpecificity);
  assertDistinct(entries);
  return (method, encodedPath) => {
    const segments = encodedPath.slice(1).split('/');
    for (const entry of entries) {
      if (entry.method !== 'ANY' && entry.method !== method) continue;
      const captured = capture(entry.pattern, segments);
      if (captured) return { route: entry.route, pathParameters: captured };
    }
    throw new Refusal(404);
  };
}

type Segment = { kind: 'literal' | 'parameter' | 'greedy'; text: string };
type Entry = { route: Route; method: string; pattern: readonly Segment[] };

const routeKeyPattern = /^(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) \/(.*)$/;
const segmentPattern =
  /^(?:\{(?<greedy>[\w.-]+)\+\}|\{(?<parameter>[\w.-]+)\}|(?<literal>[^{}?#\s]+))$/;

const rootSegment: Segment = { kind: 'literal', text: '' };

function parseRoute(route: Route): Entry {
  const [, method, path] = routeKeyPattern.exec(route.routeKey) ?? [];
  if (method === undefined || path === undefined) throw new Error(badRouteKey(route));
  const pattern =
    path === '' ? [rootSegment] : path.split('/').map((segment) => parseSegment(segment, route));
  if (pattern.slice(0, -1).some(({ kind }) => kind === 'greedy'))
    throw new Error(badRouteKey(route));
  return { route, method, pattern };
}

function parseSegment(segment: string, route: Route): Segment {
  const { greedy, parameter, literal } = segmentPattern.exec(segment)?.groups ?? {};
  if (greedy !== undefined) return { kind: 'greedy', text: greedy };
  if (parameter !== undefined) return { kind: 'parameter', text: parameter };
  if (literal !== undefined) return { kind: 'literal', text: literal };
  throw new Error(badRouteKey(route));
}

function badRouteKey({ routeKey }: Route): string {
  return `Route key '${routeKey}': expected 'METHOD /path', with no slash at the end and a greedy parameter only as the last segment.`;
}

const rankOf = { literal: 0, parameter: 1, greedy: 2 };

/** No greedy parameter first, then the longest literal prefix, then the exact method. */
function bySpecificity(a: Entry, b: Entry): number {
  const greedy = Number(isGreedy(a)) - Number(isGreedy(b));
  if (greedy !== 0) return greedy;
  for (const [index, { kind }] of a.pattern.entries()) {
    const other = b.pattern[index];
    if (other && rankOf[kind] !== rankOf[other.kind]) return rankOf[kind] - rankOf[other.kind];
  }
  if (a.pattern.length !== b.pattern.length) return b.pattern.length - a.pattern.length;
  return Number(a.method === 'ANY') - Number(b.method === 'ANY');
}

function isGreedy({ pattern }: Entry): boolean {
  return pattern.at(-1)?.kind === 'greedy';
}

/** API Gateway refuses two routes that differ only in their parameters' names. */
function assertDistinct(entries: readonly Entry[]): void {
  const shapes = new Map<string, string>();
  for (const { route, method, pattern } of entries) {
    const path = pattern
      .map(({ kind, text }) => (kind === 'literal' ? text : `{${kind}}`))
      .join('/');
    const shape = `${method} /${path}`;
    const earlier = shapes.get(shape);
    if (earlier) throw new Error(`Route keys '${earlier}' and '${route.routeKey}' conflict.`);
    shapes.set(shape, route.routeKey);
  }
}

/** An empty segment matches no parameter. Only a slash at the end matches a greedy one (assumptions.ts). */
function capture(
  pattern: readonly Segment[],
  segments: readonly string[],
): Map<string, string> | null {
  const captured = new Map<string, string>();
  for (const [index, { kind, text }] of pattern.entries()) {
    const rest = kind === 'greedy' ? segments.slice(index) : segments.slice(index, index + 1);
    if (kind === 'literal') {
      if (rest[0] !== text) return null;
    } else {
      const isFinalSlash = kind === 'greedy' && rest.length === 1;
      if (rest.length === 0 || (rest.includes('') && !isFinalSlash)) return null;
      captured.set(text, decodeURIComponent(rest.join('/')));
    }
  }
  const matched = pattern.at(-1)?.kind === 'greedy' || pattern.length === segments.length;
  return matched ? captured : null;
}
