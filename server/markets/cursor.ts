import * as z from 'zod';
import { marketSchema } from '../domain/market.ts';
import { Problem } from '../domain/problems.ts';

/**
 * A cursor is only a position. The partition comes from the token or the authorised path, so an edited
 * or borrowed cursor moves within the data that the caller may read. Any stored market can be the
 * position, so its ids are checked as those of stored markets.
 */
const { marketId, userId, revision } = marketSchema.shape;
export const ownerPosition = z.strictObject({ marketId });
export const cityPosition = z.strictObject({ revision, userId, marketId });
/** Visitors get no ids of people. A revision is unique. */
export const approvedPosition = z.strictObject({ revision });

/** The city is only compared with that of the path: cursors of two cities must not be mixed up. */
export const changePosition = z.strictObject({
  city: z.string(),
  changeId: z.uuid({ version: 'v7' }),
});

export function encodeCursor(position: Record<string, string>): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

export function decodeCursor<T>(position: z.ZodType<T>, cursor: string): T {
  try {
    return position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (cause) {
    throw new Problem(
      'INVALID_INPUT',
      'cursor: Expected the nextCursor of an earlier page of this list.',
      {
        issues: [
          {
            path: 'cursor',
            message: 'Expected the nextCursor of the page before',
            code: 'invalid_cursor',
            params: {},
          },
        ],
        cause,
      },
    );
  }
}
