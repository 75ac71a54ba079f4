import { createHash } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Answer } from './answers.ts';

/** Serves the OpenAPI document: a fixed text, so one may keep it and ask whether it changed. */
export function createDocumentRoute(document: string): (event: APIGatewayProxyEventV2) => Answer {
  const etag = `"${createHash('sha256').update(document).digest('base64url')}"`;
  const headers = {
    'content-type': 'application/json',
    'cache-control': 'public, max-age=300',
    etag,
  };
  return (event) =>
    event.headers['if-none-match'] === etag
      ? { statusCode: 304, headers }
      : { statusCode: 200, headers, body: document };
}
