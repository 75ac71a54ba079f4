import { type Context, Hono, type Next } from 'hono';
import { cors } from 'hono/cors';
import { loopbackAddress } from '../listen.ts';
import { RequestAborted } from './body.ts';
import { endpointsOf } from './endpoints.ts';
import { authorize } from './oauth2/authorize.ts';
import { AuthorizeError } from './oauth2/authorize-request.ts';
import { discoveryDocument, jwks } from './oauth2/discovery.ts';
import { OAuthError, toOAuthResponse } from './oauth2/oauth-error.ts';
import { revoke } from './oauth2/revoke.ts';
import { token } from './oauth2/token.ts';
import { userInfo } from './oauth2/user-info.ts';
import { confirm, confirmPage, resendCode } from './pages/confirm.ts';
import { login, loginPage } from './pages/login.ts';
import { logout } from './pages/logout.ts';
import { PageError, respondWithErrorPage } from './pages/respond.ts';
import { signUp, signUpPage } from './pages/sign-up.ts';
import type { UserPool } from './user-pool.ts';

/** Endpoints for browser apps. They use no cookie, so any origin may call them. */
const browserApis = ['token', 'userInfo', 'revoke', 'discovery', 'jwks'] as const;

export function createApp(pools: readonly UserPool[], announce: (line: string) => void): Hono {
  const app = new Hono();
  app.use(assertLoopback);
  for (const pool of pools) app.route(new URL(pool.issuer).pathname, createPoolApp(pool));
  app.notFound((c) => respondWithErrorPage(c, 404, 'There is no such page.'));
  app.onError((error, c) => {
    if (error instanceof OAuthError) return toOAuthResponse(c, error);
    if (error instanceof AuthorizeError) return c.redirect(error.redirectTo);
    if (error instanceof PageError) return respondWithErrorPage(c, error.status, error.message);
    if (error instanceof RequestAborted) return c.body(null, 400);
    announce(`The issuer failed at ${c.req.method} ${c.req.path}: ${error.message}`);
    return respondWithServerError(c, pools);
  });
  return app;
}

/**
 * Prevents DNS rebinding: a foreign host name that resolves to loopback would make a foreign page and
 * these pages one origin. Two Host headers are refused too, RFC 9112, section 3.2.
 */
async function assertLoopback(c: Context, next: Next): Promise<void> {
  const { hostname } = new URL(c.req.url);
  if (hostname !== loopbackAddress && hostname !== 'localhost') {
    throw new PageError(421, `This server is ${loopbackAddress}, not ${hostname}.`);
  }
  await next();
}

function createPoolApp(pool: UserPool): Hono {
  const paths = endpointsOf('');
  const app = new Hono();
  const anyOrigin = cors({
    origin: '*',
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['Authorization', 'Content-Type'],
    exposeHeaders: ['WWW-Authenticate'],
  });
  for (const name of browserApis) app.use(paths[name], anyOrigin);

  app.get(paths.discovery, (c) => c.json(discoveryDocument(pool)));
  app.get(paths.jwks, (c) => c.json(jwks(pool)));
  app.get(paths.authorize, (c) => authorize(c, pool));
  app.post(paths.token, (c) => token(c, pool));
  app.on(['GET', 'POST'], paths.userInfo, (c) => userInfo(c, pool));
  app.post(paths.revoke, (c) => revoke(c, pool));

  app.get(paths.login, (c) => loginPage(c, pool));
  app.post(paths.login, (c) => login(c, pool));
  app.get(paths.signUp, (c) => signUpPage(c, pool));
  app.post(paths.signUp, (c) => signUp(c, pool));
  app.get(paths.confirm, (c) => confirmPage(c, pool));
  app.post(paths.confirm, (c) => confirm(c, pool));
  app.post(paths.resendCode, (c) => resendCode(c, pool));
  app.get(paths.logout, (c) => logout(c, pool));
  return app;
}

function respondWithServerError(c: Context, pools: readonly UserPool[]) {
  const isApi = pools.some((pool) => browserApis.some((name) => pool.paths[name] === c.req.path));
  if (isApi) return c.json({ error: 'server_error' }, 500);
  return respondWithErrorPage(c, 500, 'An internal error occurred. Try again.');
}
