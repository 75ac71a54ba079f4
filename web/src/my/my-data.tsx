import type { B2cClient, Market } from '@christmas-markets/sdk';
import { marketsKey } from '@christmas-markets/sdk/react-query';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useHead } from '../head.ts';
import { useText } from '../i18n/language.tsx';
import { Failure } from '../states.tsx';
import { Confirm } from './confirm.tsx';
import { forgetDrafts } from './draft.ts';
import { useSession } from './session.tsx';

export function MyData() {
  const { data: text } = useText();
  const { client, queryClient } = useSession();
  const [erased, setErased] = useState(0);
  const download = useMutation({
    mutationFn: async () => offer(await collect(client)),
  });
  const erasure = useMutation({
    mutationFn: async () => {
      let sum = 0;
      for (let remaining = true; remaining; ) {
        const step = await client.users.erase();
        sum += step.erased;
        setErased(sum);
        remaining = step.remaining;
      }
      return sum;
    },
  });
  useHead({ title: text.title });
  return (
    <div className="page narrow">
      <h1 tabIndex={-1}>{text.title}</h1>
      <p>{text.intro}</p>
      <div role="status" className="done">
        {erasure.isPending && <p>{text.erasing(erased)}</p>}
        {erasure.isSuccess && <p>{text.erased(erasure.data)}</p>}
      </div>
      {download.isError && <Failure error={download.error} onRetry={() => download.mutate()} />}
      <div className="actions">
        <button
          type="button"
          className="primary"
          aria-disabled={download.isPending}
          onClick={() => download.mutate()}
        >
          {download.isPending ? text.downloading : text.download}
        </button>
        <Confirm
          label={text.erase}
          title={text.erase}
          explanation={text.eraseText}
          confirmLabel={text.eraseConfirm}
          failure={erasure.error}
          isBusy={erasure.isPending}
          onConfirm={async () => {
            await erasure.mutateAsync();
            forgetDrafts();
            await queryClient.invalidateQueries({ queryKey: marketsKey });
          }}
        />
      </div>
    </div>
  );
}

async function collect({ users }: B2cClient) {
  const markets: Market[] = [];
  let userId = '';
  let cursor: string | undefined;
  do {
    const page = await users.export({ cursor, limit: 100 });
    userId = page.userId;
    markets.push(...page.markets);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return { userId, markets };
}

function offer(data: object): void {
  const blob = new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = 'my-christmas-markets.json';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}
