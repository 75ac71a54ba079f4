import { marketsKey } from '@christmas-markets/sdk/react-query';
import { queryOptions } from '@tanstack/react-query';
import type { Session } from './session.tsx';

/** One market of the applicant. Its key begins as that of the lists: a change invalidates both. */
export function ownMarketOptions({ client }: Pick<Session, 'client'>, marketId: string) {
  return queryOptions({
    queryKey: [...marketsKey, 'one', marketId],
    queryFn: ({ signal }) => client.markets.get({ marketId }, { signal }),
  });
}
