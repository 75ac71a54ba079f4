import { isApiError, type Market, type MarketChanges } from '@christmas-markets/sdk';
import { marketsKey } from '@christmas-markets/sdk/react-query';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useHead } from '../head.ts';
import { useText } from '../i18n/language.tsx';
import { Empty, Failure, Loading } from '../states.tsx';
import { Conflict } from './conflict.tsx';
import { type Draft, fields, forgetDraft, readDraft, toDraft } from './draft.ts';
import { MarketForm } from './market-form.tsx';
import { announce } from './notice.tsx';
import { ownMarketOptions } from './own-market.ts';
import { useSession } from './session.tsx';
import { toPrice } from './validate.ts';

export function Edit() {
  const session = useSession();
  const { failure } = useText();
  const { marketId } = useParams({ from: '/my/markets/$marketId/edit' });
  // Not read again below the form: its revision is that of the content that the applicant saw.
  const query = useQuery({ ...ownMarketOptions(session, marketId), refetchOnWindowFocus: false });
  if (query.data) return <EditForm market={query.data} />;
  if (query.isError) {
    return (
      <div className="page narrow">
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      </div>
    );
  }
  return query.fetchStatus === 'paused' ? <Empty title={failure.offline} /> : <Loading />;
}

type Stale = { draft: Draft; newer: Market };

function EditForm({ market }: { market: Market }) {
  const text = useText();
  const { client, queryClient } = useSession();
  const navigate = useNavigate();
  const { marketId } = market;
  const [base, setBase] = useState(market);
  const [initial, setInitial] = useState(readDraft(marketId) ?? toDraft(market));
  const [stale, setStale] = useState<Stale>();
  const [hint, setHint] = useState('');
  useHead({ title: text.form.editTitle(market.marketName) });

  const edit = useMutation({
    mutationFn: async (draft: Draft): Promise<Market | Stale> => {
      try {
        return await client.markets.edit(base, toChanges(draft, base));
      } catch (error) {
        if (!isApiError(error) || error.code !== 'STALE_REVISION') throw error;
        const newer = await client.markets.get(market);
        // The answer to an earlier attempt was lost: the newer content is this one.
        return isSame(draft, toDraft(newer)) ? newer : { draft, newer };
      }
    },
  });

  const submit = async (draft: Draft) => {
    if (isSame(draft, toDraft(base))) {
      setHint(text.form.noChange);
      return;
    }
    setHint('');
    const result = await edit.mutateAsync(draft).catch(() => undefined);
    if (result === undefined) return;
    if ('newer' in result) {
      setStale(result);
      return;
    }
    forgetDraft(marketId);
    announce(queryClient, text.mine.saved(result.marketName));
    queryClient.setQueryData(ownMarketOptions({ client }, marketId).queryKey, result);
    await navigate({ to: '/my/markets/$marketId', params: { marketId } });
    await queryClient.invalidateQueries({ queryKey: marketsKey });
  };
  const resolve = ({ newer, draft }: Stale, keepsMine: boolean) => {
    setBase(newer);
    setInitial(keepsMine ? draft : toDraft(newer));
    if (!keepsMine) forgetDraft(marketId);
    setHint(keepsMine ? text.conflict.kept : '');
    setStale(undefined);
  };

  return (
    <div className="page narrow">
      <h1 tabIndex={-1}>{text.form.editTitle(market.marketName)}</h1>
      <p>{text.form.editHint}</p>
      {stale ? (
        <Conflict
          yours={stale.draft}
          newer={toDraft(stale.newer)}
          onKeepMine={() => resolve(stale, true)}
          onTakeNewer={() => resolve(stale, false)}
        />
      ) : (
        <MarketForm
          key={base.revision}
          draftKey={marketId}
          initial={initial}
          isEdit
          submitLabel={text.form.save}
          failure={edit.error}
          isSending={edit.isPending}
          onSubmit={submit}
        />
      )}
      <p role="status">{hint}</p>
      <Link to="/my/markets/$marketId" params={{ marketId }} className="quiet">
        {text.back}
      </Link>
    </div>
  );
}

function isSame(one: Draft, other: Draft): boolean {
  return fields.every((field) =>
    field === 'marketAveragePrice'
      ? toPrice(one[field]) === toPrice(other[field])
      : one[field] === other[field],
  );
}

/** Only what differs from the market that the applicant saw. */
function toChanges(draft: Draft, market: Market): MarketChanges {
  const { marketName, marketDescription, address, opensOn, closesOn } = draft;
  const before = toDraft(market);
  const price = toPrice(draft.marketAveragePrice);
  return {
    ...(marketName !== before.marketName && { marketName }),
    ...(marketDescription !== before.marketDescription && { marketDescription }),
    ...(price !== market.marketAveragePrice && { marketAveragePrice: price }),
    ...(address !== before.address && { address: address || null }),
    ...(opensOn !== before.opensOn && { opensOn: opensOn || null }),
    ...(closesOn !== before.closesOn && { closesOn: closesOn || null }),
  };
}
