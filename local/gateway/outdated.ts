import { firstChangeIdAt } from '../../server/markets/change-id.ts';
import { changePosition, decodeCursor, encodeCursor } from '../../server/markets/cursor.ts';
import type { GatewayRequest } from './request.ts';

const longAgo = firstChangeIdAt(0);

/** As from a client that read the market before its last edit: the Lambda answers 409. */
export function outdateRevisions(body: Buffer): Buffer {
  return Buffer.from(body.toString().replace(/("revision"\s*:\s*")[^"]*"/g, `$1${longAgo}"`));
}

/** As from a client that followed the changes years ago: the Lambda answers 410. */
export function outdateCursor(request: GatewayRequest): GatewayRequest {
  const query = new URLSearchParams(request.rawQueryString);
  const city = readCity(query.get('cursor') ?? '');
  if (city === undefined) return request;
  query.set('cursor', encodeCursor({ city, changeId: longAgo }));
  return { ...request, rawQueryString: `${query}` };
}

/** `undefined` for a cursor of another list, and for the word `now`. */
function readCity(cursor: string): string | undefined {
  try {
    return decodeCursor(changePosition, cursor).city;
  } catch {
    return undefined;
  }
}
