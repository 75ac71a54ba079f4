import { expect } from 'vitest';
import type { Operation } from '../../server/contract/routes.ts';
import type { HttpRequest } from '../api-client.ts';
import { isRecord, type Json, member } from './json.ts';
import { compile, findOperation, resolve } from './validator.ts';

export type ExampleRequest = Omit<HttpRequest, 'origin'>;

type Requests = [
  { name: string; request: ExampleRequest },
  ...{ name: string; request: ExampleRequest }[],
];

/** Builds one request for each example of the body. */
export function toExampleRequests(operation: Operation): Requests {
  const documented = findOperation(operation.routeKey);
  const [method = '', template = ''] = operation.routeKey.split(' ');
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  let target = template;
  for (const parameter of toList(documented.parameters)) {
    const { name, in: place, example: value } = parameter;
    if (value === undefined) continue;
    expect(compile(member(parameter, 'schema'))(value)).toBe(true);
    if (place === 'path') target = target.replace(`{${name}}`, encodeURIComponent(String(value)));
    else if (place === 'query') query.set(String(name), String(value));
    else headers[String(name).toLowerCase()] = String(value);
  }
  if (query.size > 0) target += `?${query}`;
  if (!operation.hasBody) return [{ name: 'alone', request: { method, target, headers } }];
  const content = member(member(documented, 'requestBody'), 'content');
  const [first, ...others] = Object.entries(
    member(member(content, 'application/json'), 'examples'),
  ).map(([name, value]) => ({
    name,
    request: {
      method,
      target,
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(resolve(value).value),
    },
  }));
  if (first === undefined) throw new Error(`${operation.routeKey} has no example`);
  return [first, ...others];
}

function toList(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
