import type { Context } from 'hono';
import { html } from 'hono/html';
import { grantCode } from '../oauth2/authorize.ts';
import { parseAuthorizeRequest } from '../oauth2/authorize-request.ts';
import { normalizeEmail } from '../store/users.ts';
import type { UserPool } from '../user-pool.ts';
import { readPageForm, startSession } from './cookies.ts';
import { addressOf, confirmUrl, csrfInput, emailInput, type Visit, waitMessage } from './form.ts';
import { type Html, respondWithPage } from './respond.ts';

export function loginPage(c: Context, pool: UserPool) {
  const visit = { c, pool, request: parseAuthorizeRequest(c.req.url, pool) };
  if (c.req.query('confirmed') === undefined) return showLogin(visit, {});
  return showLogin(visit, {
    notice: html`<p role="status">Your email address is confirmed. You can sign in now.</p>`,
  });
}

export async function login(c: Context, pool: UserPool) {
  const visit = { c, pool, request: parseAuthorizeRequest(c.req.url, pool) };
  const form = await readPageForm(c);
  const email = normalizeEmail(form.get('username') ?? '');
  const password = form.get('password') ?? '';

  const outcome = await pool.throttle.guard(
    { account: `login ${email}`, address: addressOf(c) },
    () => pool.users.withPassword({ email, password }),
  );
  if ('retryAfter' in outcome) {
    const notice = html`<p role="alert">${waitMessage(c, outcome.retryAfter)}</p>`;
    return showLogin(visit, { email, notice, status: 429 });
  }
  const user = outcome.result;
  if (!user) {
    const notice = html`<p role="alert">Incorrect email address or password.</p>`;
    return showLogin(visit, { email, notice, status: 400 });
  }
  if (!user.isConfirmed) return c.redirect(confirmUrl(visit, email), 303);
  const session = startSession(c, pool, user.sub);
  return c.redirect(grantCode(visit.request, session, pool), 303);
}

function showLogin(
  visit: Visit,
  { email = '', notice, status }: { email?: string; notice?: Html; status?: 400 | 429 },
) {
  const { c, pool, request } = visit;
  const body = html`<p>to continue to ${request.client.clientName}</p>
${notice}
<form method="post">
${csrfInput(visit)}
${emailInput(email)}
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button type="submit">Sign in</button>
</form>
<p>No account yet? <a href="${pool.paths.signUp}?${request.query}">Create an account</a></p>`;
  const { redirectUri } = request;
  return respondWithPage(c, { title: 'Sign in', body, redirectUri, ...(status && { status }) });
}
