import type { Context } from 'hono';
import { html } from 'hono/html';
import * as z from 'zod';
import { parseAuthorizeRequest } from '../oauth2/authorize-request.ts';
import { missingFromPassword, passwordNeeds } from '../store/password.ts';
import { normalizeEmail } from '../store/users.ts';
import type { UserPool } from '../user-pool.ts';
import { announceCode } from './confirm.ts';
import { readPageForm } from './cookies.ts';
import { confirmUrl, csrfInput, emailInput, maxEmailLength, type Visit } from './form.ts';
import { respondWithPage } from './respond.ts';

const needs = new Intl.ListFormat('en-GB');
const emailSchema = z.email().max(maxEmailLength);

export function signUpPage(c: Context, pool: UserPool) {
  const request = parseAuthorizeRequest(c.req.url, pool);
  return showSignUp({ c, pool, request }, { email: '', problems: [] });
}

export async function signUp(c: Context, pool: UserPool) {
  const visit = { c, pool, request: parseAuthorizeRequest(c.req.url, pool) };
  const form = await readPageForm(c);
  const email = normalizeEmail(form.get('username') ?? '');
  const password = form.get('password') ?? '';
  const problems = missingFromPassword(password).map((missing) => `The password needs ${missing}.`);
  if (!emailSchema.safeParse(email).success) problems.unshift('The email address is not valid.');
  if (problems.length > 0) return showSignUp(visit, { email, problems });

  const code = await pool.users.signUp({ email, password });
  // A taken address gets the same answer as a new one; only its mailbox learns the difference.
  if (code) announceCode(pool, email, code);
  else
    pool.announce(`Somebody signed up as ${email}, which already has an account: sign in instead.`);
  return c.redirect(confirmUrl(visit, email), 303);
}

function showSignUp(visit: Visit, { email, problems }: { email: string; problems: string[] }) {
  const { c, pool, request } = visit;
  const alert = html`<div role="alert"><ul>${problems.map((problem) => html`<li>${problem}</li>`)}</ul></div>`;
  const body = html`<p>to continue to ${request.client.clientName}</p>
${problems.length > 0 && alert}
<form method="post">
${csrfInput(visit)}
${emailInput(email)}
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="new-password" required aria-describedby="policy">
<small id="policy">The password needs ${needs.format(passwordNeeds)}.</small>
<button type="submit">Create account</button>
</form>
<p>Already registered? <a href="${pool.paths.login}?${request.query}">Sign in</a></p>`;
  const { redirectUri } = request;
  return respondWithPage(c, {
    title: 'Create an account',
    body,
    redirectUri,
    ...(problems.length > 0 && { status: 400 }),
  });
}
