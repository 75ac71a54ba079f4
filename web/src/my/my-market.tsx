import type { Market } from '@christmas-markets/sdk';
import { marketsKey } from '@christmas-markets/sdk/react-query';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useHead } from '../head.ts';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.tsx';
import { Empty, Failure, Loading } from '../states.tsx';
import { useOpening } from '../visitors/opening.tsx';
import { Confirm } from './confirm.tsx';
import { forgetDraft } from './draft.ts';
import { announce, Notice } from './notice.tsx';
import { ownMarketOptions } from './own-market.ts';
import { useSession } from './session.tsx';
import { Status } from './status.tsx';

export function MyMarket() {
  const session = useSession();
  const { failure } = useText();
  const { marketId } = useParams({ from: '/my/markets/$marketId' });
  const query = useQuery(ownMarketOptions(session, marketId));
  if (query.data) return <Details market={query.data} />;
  if (query.isError) {
    return (
      <div className="page narrow">
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      </div>
    );
  }
  return query.fetchStatus === 'paused' ? <Empty title={failure.offline} /> : <Loading />;
}

function Details({ market }: { market: Market }) {
  const text = useText();
  const { price, time } = useFormat();
  const opening = useOpening(market);
  const { marketId, marketName, city, status, decisions, address } = market;
  useHead({ title: marketName });
  return (
    <article className="page narrow">
      <h1 tabIndex={-1}>{marketName}</h1>
      <Status status={status} />
      <Notice />
      <p className="description">{market.marketDescription}</p>
      <dl className="facts">
        <dt>{text.form.city}</dt>
        <dd>{city}</dd>
        <dt>{text.market.opens}</dt>
        <dd>{opening}</dd>
        <dt>{text.market.address}</dt>
        <dd>{address ?? '—'}</dd>
        <dt>{text.market.price}</dt>
        <dd>{price(market.marketAveragePrice)}</dd>
      </dl>
      <div className="actions">
        <Link to="/my/markets/$marketId/edit" params={{ marketId }} className="button primary">
          {text.mine.edit}
        </Link>
        {status === 'approved' && (
          <Link to="/cities/$city/$marketId" params={{ city, marketId }} className="button">
            {text.mine.publicPage}
          </Link>
        )}
        <Withdraw market={market} />
      </div>
      <h2>{text.mine.history}</h2>
      {decisions.length === 0 && <p>{text.mine.noHistory}</p>}
      <ol className="history" reversed>
        {decisions.toReversed().map((decision) => (
          <li key={decision.decidedAt} className={decision.approved ? 'approved' : 'rejected'}>
            <strong>{text.mine.statuses[decision.approved ? 'approved' : 'rejected']}</strong>
            {decision.reason && <p>{decision.reason}</p>}
            <p className="small">
              {text.mine.decided(
                decision.decidedByPerson ?? decision.decidedBy,
                time(decision.decidedAt),
              )}
              {decision.reference && ` · ${decision.reference}`}
            </p>
          </li>
        ))}
      </ol>
    </article>
  );
}

function Withdraw({ market }: { market: Market }) {
  const { mine } = useText();
  const { client, queryClient } = useSession();
  const navigate = useNavigate();
  const withdrawal = useMutation({ mutationFn: () => client.markets.withdraw(market) });
  return (
    <Confirm
      label={mine.withdraw}
      title={mine.withdrawTitle(market.marketName)}
      explanation={mine.withdrawText}
      failure={withdrawal.error}
      isBusy={withdrawal.isPending}
      onConfirm={async () => {
        await withdrawal.mutateAsync();
        forgetDraft(market.marketId);
        announce(queryClient, mine.withdrawn(market.marketName));
        await navigate({ to: '/my' });
        queryClient.removeQueries({ queryKey: [...marketsKey, 'one', market.marketId] });
        await queryClient.invalidateQueries({ queryKey: marketsKey });
      }}
    />
  );
}
