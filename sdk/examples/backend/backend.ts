import {
  authorizationCode,
  createB2cClient,
  fromOutputs,
  isApiError,
  isNotSignedInError,
  isSdkError,
  isSignInError,
  type StackOutputs,
} from '@christmas-markets/sdk';
import { openSessionCookie } from './session-cookie.ts';

/** The outputs of the stack, the address of this app, and the secret of its cookie. */
export type BackendOptions = { outputs: StackOutputs; redirectUri: string; cookieSecret: string };

/**
 * A backend for a frontend: the page calls it with a cookie, and never sees a token. It keeps nothing between two
 * requests, so that it runs in a route handler of Next.js and in a worker.
 */
export async function handle(request: Request, options: BackendOptions): Promise<Response> {
  const cookie = await openSessionCookie(request, options.cookieSecret);
  let target: string | undefined;
  const { b2c, signIn } = fromOutputs(options.outputs);
  const auth = authorizationCode({
    ...signIn,
    redirectUri: options.redirectUri,
    storage: cookie.storage,
    navigate: (url) => {
      target = url;
    },
  });
  const client = createB2cClient({ ...b2c, token: auth.token });

  async function answer(): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const isChange = request.method !== 'GET';
    if (isChange && !isFromOwnPage(request, options))
      return new Response('Forbidden', { status: 403 });
    switch (`${request.method} ${pathname}`) {
      case 'GET /api/sign-in':
        await auth.signIn({ returnTo: '/' });
        return redirect(target);
      case `GET ${new URL(options.redirectUri).pathname}`:
        return redirect(await finishSignIn(search));
      case 'POST /api/sign-out':
        await auth.signOut();
        return redirect(target);
      case 'GET /api/markets':
        return Response.json(await client.markets.list());
      case 'POST /api/markets': {
        const market = await request.json().catch(() => null);
        if (market === null) return Response.json({ code: 'MALFORMED_REQUEST' }, { status: 400 });
        return Response.json(await client.markets.submit(market), { status: 201 });
      }
      default:
        return new Response('Not found', { status: 404 });
    }
  }

  /** Where the person continues. The page shows the error, and offers to sign in again. */
  async function finishSignIn(search: string): Promise<string> {
    // Behind a proxy, `request.url` has another origin than the browser.
    const page = new URL(search, options.redirectUri).href;
    const signedIn = await auth.handleRedirect(page).catch((error: unknown) => {
      if (!isSignInError(error)) throw error;
      return { returnTo: `/?error=${error.code}` };
    });
    return new URL(signedIn?.returnTo ?? '/', options.redirectUri).href;
  }

  const response = await answer().catch(toResponse);
  for (const [name, value] of await cookie.toHeaders()) response.headers.append(name, value);
  response.headers.set('cache-control', 'no-store');
  return response;
}

/** The cookie is sent with a form of another site in some browsers. */
function isFromOwnPage({ headers }: Request, { redirectUri }: BackendOptions): boolean {
  return headers.get('origin') === new URL(redirectUri).origin;
}

function redirect(location: string | undefined): Response {
  return new Response(null, { status: 303, headers: { location: location ?? '/' } });
}

/** The page gets the code and the issues, as if it had called the API itself. */
function toResponse(error: unknown): Response {
  if (isNotSignedInError(error)) return Response.json({ code: error.code }, { status: 401 });
  if (isApiError(error)) {
    const { code, message, issues, status } = error;
    return Response.json({ code, message, issues }, { status });
  }
  // The API or the issuer does not answer.
  if (isSdkError(error)) return Response.json({ code: error.code }, { status: 502 });
  throw error;
}
