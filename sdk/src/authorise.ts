import { isAnswer } from './errors/errors.ts';
import { NetworkError } from './errors/network-error.ts';
import { NotSignedInError } from './errors/not-signed-in-error.ts';
import { createTokenSource, type TokenSource } from './token-source.ts';

type AuthoriseOptions = {
  token: string | TokenSource;
  /** Whether the API answers at all; never rejects. */
  isReachable: () => Promise<boolean>;
};

type Authorise = <Output>(
  send: (token: string) => Promise<Output>,
  options: { isRepeatable: boolean },
) => Promise<Output>;

/** Sends a request with a token, and once more with a new token if the API refuses the first. */
export function createAuthorise({ token, isReachable }: AuthoriseOptions): Authorise {
  const source = createTokenSource(token);
  /** Asked for after a failure that could be a hidden refusal; a second failure is not a refusal. */
  let renewed: string | undefined;

  return async (send, { isRepeatable }) => {
    const first = await source({});
    try {
      return await send(first);
    } catch (error) {
      // A browser hides the gateway's refusal, because it has no CORS headers.
      const isHidden =
        error instanceof NetworkError && 'location' in globalThis && first !== renewed;
      if (!isUnauthorized(error) && !(isHidden && (await isReachable()))) throw error;
      const second = await source({ refused: first });
      if (isHidden) {
        renewed = second;
        if (second === first || !isRepeatable) throw error;
      }
      if (second === first) throw new NotSignedInError(error);
      return send(second).catch((again) => {
        throw isUnauthorized(again) ? new NotSignedInError(again) : again;
      });
    }
  };
}

function isUnauthorized(error: unknown): boolean {
  return isAnswer(error) && error.status === 401;
}
