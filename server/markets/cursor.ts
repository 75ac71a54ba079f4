import * as z from 'zod';
import { Problem } from '../domain/problems.ts';
import { marketIdSchema, revisionSchema, userIdSchema } from '../domain/schemas.ts';

/**
 * A cursor is a position and nothing else. The partition it is used in always comes from the
 * token or the authorised path, so an edited or borrowed cursor moves within what one may read.
 */
export const ownerPosition = z.strictObject({ marketId: marketIdSchema });
export const cityPosition = z.strictObject({
  revision: revisionSchema,
  userId: userIdSchema,
  marketId: marketIdSchema,
});

export function encodeCursor(position: Record<string, string>): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

export function decodeCursor<T>(position: z.ZodType<T>, cursor: string): T {
  try {
    return position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (cause) {
    throw new Problem('INVALID_INPUT', 'cursor: not the nextCursor of an answer of this list.', {
      issues: [{ path: 'cursor', message: 'Expected the nextCursor of the page before' }],
      cause,
    });
  }
}
