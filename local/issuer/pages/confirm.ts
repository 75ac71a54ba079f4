import type { Context } from 'hono';
import { html } from 'hono/html';
import { parseAuthorizeRequest } from '../oauth2/authorize-request.ts';
import { normalizeEmail } from '../store/users.ts';
import type { UserPool } from '../user-pool.ts';
import { readPageForm } from './cookies.ts';
import { addressOf, csrfInput, emailInput, loginUrl, type Visit, waitMessage } from './form.ts';
import { type Html, respondWithPage } from './respond.ts';

export function confirmPage(c: Context, pool: UserPool) {
  const request = parseAuthorizeRequest(c.req.url, pool);
  return showConfirm({ c, pool, request }, { email: c.req.query('username') ?? '' });
}

export async function confirm(c: Context, pool: UserPool) {
  const visit = { c, pool, request: parseAuthorizeRequest(c.req.url, pool) };
  const form = await readPageForm(c);
  const email = normalizeEmail(form.get('username') ?? '');
  const code = form.get('code')?.trim() ?? '';

  const outcome = await pool.throttle.guard(
    { account: `confirm ${email}`, address: addressOf(c) },
    () => pool.users.confirm(email, code),
  );
  if ('retryAfter' in outcome) return showWait(visit, email, outcome.retryAfter);
  if (outcome.result) return c.redirect(loginUrl(visit), 303);
  return showConfirm(visit, {
    email,
    notice: html`<p role="alert">This code is wrong or has expired. Check the code, or request a new one.</p>`,
    status: 400,
  });
}

export async function resendCode(c: Context, pool: UserPool) {
  const visit = { c, pool, request: parseAuthorizeRequest(c.req.url, pool) };
  const form = await readPageForm(c);
  const email = normalizeEmail(form.get('username') ?? '');

  // Each request counts as a failure, because a new code allows five new guesses.
  const outcome = await pool.throttle.guard(
    { account: `resend ${email}`, address: addressOf(c) },
    async () => {
      const code = await pool.users.resendCode(email);
      if (code) announceCode(pool, email, code);
      return undefined;
    },
  );
  if ('retryAfter' in outcome) return showWait(visit, email, outcome.retryAfter);
  return showConfirm(visit, {
    email,
    notice: html`<p role="status">If this account is not confirmed yet, a new code was sent.</p>`,
  });
}

function showWait(visit: Visit, email: string, retryAfter: number) {
  const notice = html`<p role="alert">${waitMessage(visit.c, retryAfter)}</p>`;
  return showConfirm(visit, { email, notice, status: 429 });
}

function showConfirm(
  visit: Visit,
  { email, notice, status }: { email: string; notice?: Html; status?: 400 | 429 },
) {
  const { c, pool, request } = visit;
  const csrf = csrfInput(visit);
  const body = html`<p>Enter the 6-digit code for your email address. This local stack sends no email: the
terminal of npm start shows the code.</p>
${notice}
<form method="post" action="${pool.paths.confirm}?${request.query}">
${csrf}
${emailInput(email)}
<label for="code">Code</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9]{6}" maxlength="6" required>
<button type="submit">Confirm</button>
</form>
<form method="post" action="${pool.paths.resendCode}?${request.query}">
${csrf}
<input type="hidden" name="username" value="${email}">
<button type="submit" class="plain">Send a new code</button>
</form>`;
  const { redirectUri } = request;
  return respondWithPage(c, {
    title: 'Confirm your email address',
    body,
    redirectUri,
    ...(status && { status }),
  });
}

export function announceCode(pool: UserPool, email: string, code: string): void {
  pool.announce(`The confirmation code of ${email} is ${code}`);
}
