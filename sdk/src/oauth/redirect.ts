import { SignInError } from '../errors/sign-in-error.ts';
import type { SignInAttempt, SignInContext } from './context.ts';
import { type SignedIn, toSession } from './session.ts';
import { redeemCode } from './sign-in.ts';

/**
 * Finishes sign-ins. Two calls for one redirect, as some frameworks make them, share one answer. The second
 * call may find the address clean already.
 */
export function createRedirectHandler(
  context: SignInContext,
): (url: string) => Promise<SignedIn | null> {
  const results = new Map<string, Promise<SignedIn | null>>();
  return (url) => {
    const known = results.get(url);
    if (known) return known;
    const result = finish(url, context);
    const cleanUrl = withoutAnswer(url);
    results.set(url, result).set(cleanUrl, result);
    // When the sign-in is finished, the clean address is a page like any other.
    const forget = () => results.delete(cleanUrl);
    result.then(forget, forget);
    return result;
  };
}

async function finish(url: string, context: SignInContext): Promise<SignedIn | null> {
  const { searchParams: parameters } = new URL(url);
  const code = parameters.get('code');
  const reason = parameters.get('error') ?? undefined;
  if (code === null && reason === undefined) return null;
  const isOwnPage = toPage(url) === toPage(context.redirectUri);
  // At once, because the next call may come in the same tick.
  if (isOwnPage) cleanAddress(url);
  const attempt = await takeAttempt(parameters.get('state'), context);
  if (!attempt) {
    // Other flows have answers of this kind as well, at addresses of their own.
    if (!isOwnPage) return null;
    throw new SignInError(
      'This redirect answers no sign-in that was begun in this browser in the last hour. Sign in again.',
      reason,
    );
  }
  // Some hosts redirect /callback to /callback/. The state shows that the answer is ours.
  cleanAddress(url);
  if (code === null) {
    const { authorizeUrl } = context.endpoints;
    const description = parameters.get('error_description') ?? reason;
    throw new SignInError(`${authorizeUrl} refused the sign-in: ${description}.`, reason);
  }
  const askedAt = context.clock();
  const answer = await redeemCode(code, attempt, context);
  const session = toSession(answer, { askedAt });
  await context.lock(() => context.session.write(session));
  return { user: session.user, returnTo: attempt.returnTo };
}

/** Each attempt is answered once, and only in the browser that began it. This keeps foreign answers out. */
async function takeAttempt(
  state: string | null,
  { attempts, clock }: SignInContext,
): Promise<SignInAttempt | undefined> {
  const begun = (await attempts.read()) ?? [];
  const attempt = begun.find((each) => each.state === state);
  if (attempt) await attempts.write(begun.filter((each) => each !== attempt));
  const age = Math.abs(clock() - (attempt?.begunAt ?? 0));
  return age < 3_600_000 ? attempt : undefined;
}

/** A code in the address bar would be tried again at every reload. */
function cleanAddress(url: string): void {
  if (globalThis.location?.href === url) {
    history.replaceState(history.state, '', withoutAnswer(url));
  }
}

/** Origin and path. */
function toPage(url: string): string {
  return new URL(url).href.replace(/[?#].*/, '');
}

function withoutAnswer(url: string): string {
  const clean = new URL(url);
  for (const name of ['code', 'state', 'error', 'error_description', 'iss']) {
    clean.searchParams.delete(name);
  }
  return clean.href;
}
