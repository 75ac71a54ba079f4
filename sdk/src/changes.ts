import type { Change, ChangePage } from './contract.ts';
import { untilAborted } from './pages.ts';

/** The changes of a city, in pages that are read when they are needed. */
export type Changes = AsyncIterable<Change> & {
  /**
   * The cursor behind the last page that was read to its end. A second loop over the same object reads on from
   * there.
   */
  readonly nextCursor: string;
};

export function createChanges(
  start: string,
  readPage: (cursor: string) => Promise<ChangePage>,
  signal: AbortSignal | undefined,
): Changes {
  const changes = {
    nextCursor: start,
    async *[Symbol.asyncIterator]() {
      for (let more = true; more; ) {
        const page = await readPage(changes.nextCursor);
        // The reader asks for more when it has processed a change: a page that is left early comes again.
        yield* untilAborted(page.items, signal);
        changes.nextCursor = page.nextCursor;
        more = page.more;
      }
    },
  };
  return changes;
}
