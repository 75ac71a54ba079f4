import { type QueryClient, useQuery } from '@tanstack/react-query';
import { useSession } from './session.tsx';

const key = ['notice'] as const;

/** Says on the next page what has been done. */
export function announce(queryClient: QueryClient, text: string): void {
  queryClient.setQueryData(key, text);
}

/** A live region: what has been done, until the next change. */
export function Notice() {
  const { queryClient } = useSession();
  const { data } = useQuery({ queryKey: key, queryFn: () => '', staleTime: Infinity });
  return (
    <div role="status" className="done">
      {data && (
        <p>
          {data}
          <button
            type="button"
            className="quiet"
            aria-label="×"
            onClick={() => announce(queryClient, '')}
          >
            ×
          </button>
        </p>
      )}
    </div>
  );
}
