import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { createBrowser } from '../../../local/sign-in/browser.ts';
import { ada, app, redirectUri, type Started } from './start-issuer.ts';

export const codeVerifier = 'v'.repeat(43);
const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');

type Parameters = Record<string, string | undefined>;

const toParams = (parameters: Parameters) => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) params.append(name, value);
  }
  return params;
};

/** A good authorize request; `undefined` leaves a parameter out. */
export const authorizeUrl = ({ endpoints }: Started, changes: Parameters = {}) =>
  `${endpoints.authorize}?${toParams({
    response_type: 'code',
    client_id: app.clientId,
    redirect_uri: redirectUri,
    state: 'st&te',
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
    ...changes,
  })}`;

/** Signs Ada in through the pages. */
export async function getCode(started: Started, changes: Parameters = {}): Promise<string> {
  const browser = createBrowser(changes.redirect_uri ?? redirectUri);
  const page = await browser.open(authorizeUrl(started, changes));
  const { callback } = await browser.submit(page, { username: ada.email, password: ada.password });
  return callback?.searchParams.get('code') ?? 'no code';
}

export async function post(url: string, form: Parameters | string, headers = {}) {
  const body = typeof form === 'string' ? form : toParams(form).toString();
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body,
  });
  const text = await response.text();
  const answer: Record<string, string> = text ? JSON.parse(text) : {};
  return { status: response.status, headers: response.headers, answer };
}

export const exchangeCode = (started: Started, code: string, changes: Parameters = {}) =>
  post(started.endpoints.token, {
    grant_type: 'authorization_code',
    client_id: app.clientId,
    redirect_uri: redirectUri,
    code,
    code_verifier: codeVerifier,
    ...changes,
  });

export const refresh = (started: Started, refreshToken: string | undefined, clientId: string) =>
  post(started.endpoints.token, {
    grant_type: 'refresh_token',
    client_id: clientId,
    refresh_token: refreshToken,
  });

export const basic = (clientId: string, clientSecret: string) => ({
  authorization: `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)}`,
});

export const refused = (error: string, status = 400) =>
  expect.objectContaining({ status, answer: { error } });
