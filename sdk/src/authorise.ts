import { NotSignedInError } from './errors/not-signed-in-error.ts';
import { statusOf } from './retry.ts';
import type { TokenSource } from './token-source.ts';

type Run<Output> = (token: string) => Promise<Output>;

/** Makes a request with a token, and once more with a new one where the API refuses the first. */
export function createAuthorise(token: string | TokenSource) {
  const source = typeof token === 'string' ? () => token : token;

  return async function authorise<Output>(run: Run<Output>): Promise<Output> {
    const first = await source({});
    try {
      return await run(first);
    } catch (error) {
      if (statusOf(error) !== 401) throw error;
      const second = await source({ refused: first });
      if (second === first) throw new NotSignedInError(error);
      return run(second).catch((again) => {
        throw statusOf(again) === 401 ? new NotSignedInError(again) : again;
      });
    }
  };
}
