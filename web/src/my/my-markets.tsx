import { ownMarketsOptions } from '@christmas-markets/sdk/react-query';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useHead } from '../head.ts';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.tsx';
import { Empty, Failure, Loading } from '../states.tsx';
import { Notice } from './notice.tsx';
import { useSession } from './session.tsx';
import { Status } from './status.tsx';

export function MyMarkets() {
  const text = useText();
  const { time } = useFormat();
  const { client } = useSession();
  const list = useInfiniteQuery(ownMarketsOptions(client));
  const markets = list.data?.pages.flatMap(({ items }) => items) ?? [];
  useHead({ title: text.mine.title });
  return (
    <div className="page">
      <div className="title">
        <h1 tabIndex={-1}>{text.mine.title}</h1>
        <Link to="/my/apply" className="button primary">
          {text.mine.apply}
        </Link>
      </div>
      <Notice />
      {list.isPending ? (
        list.fetchStatus === 'paused' ? (
          <Empty title={text.failure.offline} />
        ) : (
          <Loading />
        )
      ) : list.isError && markets.length === 0 ? (
        <Failure error={list.error} onRetry={() => void list.refetch()} />
      ) : markets.length === 0 ? (
        <Empty title={text.mine.empty} hint={text.mine.emptyHint} />
      ) : (
        <ul className="rows">
          {markets.map((market) => (
            <li key={market.marketId}>
              <article className="row">
                <h2>
                  <Link to="/my/markets/$marketId" params={{ marketId: market.marketId }}>
                    {market.marketName}
                  </Link>
                </h2>
                <Status status={market.status} />
                <p className="small">
                  {market.city} · {text.mine.submitted(time(market.submittedAt))}
                </p>
                {market.status === 'rejected' && (
                  <p className="reason">
                    {text.mine.reason}: {market.decisions.at(-1)?.reason}
                  </p>
                )}
              </article>
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <button
          type="button"
          aria-disabled={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {list.isFetchingNextPage ? text.loading : text.mine.more}
        </button>
      )}
    </div>
  );
}
