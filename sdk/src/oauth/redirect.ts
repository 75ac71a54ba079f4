import { SignInError } from '../errors/sign-in-error.ts';
import type { SignInContext } from './context.ts';
import { toSession } from './session.ts';
import { redeemCode, type SignInAttempt } from './sign-in.ts';
import type { SignedIn } from './signed-in.ts';

/**
 * Finishes sign-ins. Two calls for one redirect, as some frameworks make them, share one answer; the
 * second may come when the address is clean already.
 */
export function createRedirectHandler(
  context: SignInContext,
): (url: string) => Promise<SignedIn | null> {
  let handled: { urls: string[]; result: Promise<SignedIn | null> } | undefined;
  return (url) => {
    if (!handled?.urls.includes(url)) {
      const urls = [url, withoutAnswer(url)];
      const result = finish(url, context);
      // From then on the clean address is a page like any other.
      const settled = () => urls.splice(1);
      result.then(settled, settled);
      handled = { urls, result };
    }
    return handled.result;
  };
}

async function finish(url: string, context: SignInContext): Promise<SignedIn | null> {
  const { searchParams: parameters } = new URL(url);
  const state = parameters.get('state');
  if (!state || !(parameters.has('code') || parameters.has('error'))) return null;
  const isOwnPage = toPage(url) === toPage(context.redirectUri);
  // At once, because the next call may come in the same tick.
  if (isOwnPage) cleanAddress(url);
  const attempt = await takeAttempt(state, context);
  if (!attempt) {
    // Other flows have answers of this kind as well, at addresses of their own.
    if (!isOwnPage) return null;
    throw new SignInError(
      'This sign-in was not begun here, or is finished. Begin anew by signIn().',
    );
  }
  // Some hosts send from /callback to /callback/: whose answer it is, the state says.
  cleanAddress(url);
  const askedAt = context.clock();
  const answer = await redeemCode(parameters, attempt, context);
  const session = toSession(answer, { askedAt });
  await context.lock(() => context.session.write(session));
  return { user: session.user, returnTo: attempt.returnTo };
}

/** Only once, and only where it was begun: this is what keeps foreign answers out. */
async function takeAttempt(
  state: string,
  { attempts }: SignInContext,
): Promise<SignInAttempt | undefined> {
  const begun = (await attempts.read()) ?? [];
  const attempt = begun.find((each) => each.state === state);
  if (attempt) await attempts.write(begun.filter((each) => each !== attempt));
  return attempt;
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
  for (const name of ['code', 'state', 'error', 'error_description']) {
    clean.searchParams.delete(name);
  }
  return clean.href;
}
