import type { MarketSubmission } from '@christmas-markets/sdk';
import { marketsKey, submitOptions } from '@christmas-markets/sdk/react-query';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useHead } from '../head.ts';
import { useText } from '../i18n/language.tsx';
import { type Draft, emptyDraft, forgetDraft, readDraft } from './draft.ts';
import { MarketForm } from './market-form.tsx';
import { announce } from './notice.tsx';
import { useSession } from './session.tsx';
import { toPrice } from './validate.ts';

export function Apply() {
  const text = useText();
  const { client, queryClient } = useSession();
  const navigate = useNavigate();
  // Once for the form: a submission that is sent again never makes a second market.
  const [options] = useState(() => submitOptions(client));
  const submission = useMutation(options);
  useHead({ title: text.form.newTitle });
  return (
    <div className="page narrow">
      <h1 tabIndex={-1}>{text.form.newTitle}</h1>
      <MarketForm
        draftKey="new"
        initial={readDraft('new') ?? emptyDraft}
        isEdit={false}
        submitLabel={text.form.submit}
        failure={submission.error}
        isSending={submission.isPending}
        onSubmit={async (draft) => {
          const market = await submission.mutateAsync(toSubmission(draft)).catch(() => undefined);
          if (market === undefined) return;
          forgetDraft('new');
          announce(queryClient, text.mine.sent(market.marketName));
          await queryClient.invalidateQueries({ queryKey: marketsKey });
          await navigate({ to: '/my/markets/$marketId', params: { marketId: market.marketId } });
        }}
      />
    </div>
  );
}

function toSubmission(draft: Draft): MarketSubmission {
  const { marketName, marketDescription, marketAveragePrice, city } = draft;
  const { address, opensOn, closesOn } = draft;
  return {
    ...{ marketName, marketDescription, city },
    marketAveragePrice: toPrice(marketAveragePrice),
    ...(address && { address }),
    ...(opensOn && { opensOn }),
    ...(closesOn && { closesOn }),
  };
}
