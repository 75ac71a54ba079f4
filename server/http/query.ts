import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { invalidInput } from '../domain/problems.ts';

/** The query's parameters. Each may be given once: which of two would count is anyone's guess. */
export function readQuery(event: APIGatewayProxyEventV2): Map<string, string> {
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(event.rawQueryString)) {
    if (query.has(name)) throw invalidInput(name, 'is given more than once in the query');
    query.set(name, value);
  }
  return query;
}
