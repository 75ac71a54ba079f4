import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';

const tokensSchema = z.object({
  access_token: z.string(),
  id_token: z.string().optional(),
  refresh_token: z.string().optional(),
  expires_in: z.number(),
  token_type: z.string(),
});

export type Tokens = z.infer<typeof tokensSchema>;

type App = {
  authorizeUrl: string;
  clientId: string;
  redirectUri: string;
  /** All of the app client's, when left out. */
  scopes?: readonly string[];
};

type Credentials = { email: string; password: string };

/** Signs a person in the way a browser app does: authorization code with PKCE, through the pages. */
export async function signIn({
  tokenUrl,
  email,
  password,
  ...app
}: App & Credentials & { tokenUrl: string }): Promise<Tokens> {
  const browser = createBrowser(app.redirectUri);
  const { url, codeVerifier, state } = createAuthorization(app);
  const page = await browser.open(url);
  const last = page.callback ? page : await browser.submit(page, { username: email, password });
  const { callback } = last;
  if (!callback) throw new Error(`Sign-in ended at ${last.url}, not at ${app.redirectUri}.`);
  const code = callback.searchParams.get('code');
  if (!code || callback.searchParams.get('state') !== state) {
    throw new Error(`Sign-in was refused: ${callback.searchParams.get('error')}`);
  }
  const response = await fetch(tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: app.clientId,
      redirect_uri: app.redirectUri,
      code,
      code_verifier: codeVerifier,
    }),
  });
  if (!response.ok) throw new Error(`No tokens for the code: ${await response.text()}`);
  return tokensSchema.parse(await response.json());
}

/** Creates an account through the pages; `confirmationCode` is asked for once it was sent. */
export async function signUp({
  email,
  password,
  confirmationCode,
  ...app
}: App & Credentials & { confirmationCode: () => string | Promise<string> }): Promise<void> {
  const browser = createBrowser(app.redirectUri);
  const signInPage = await browser.open(createAuthorization(app).url);
  const signUpPage = await browser.open(linkTo('/signup', signInPage));
  const confirmPage = await browser.submit(signUpPage, { username: email, password });
  await browser.submit(confirmPage, { username: email, code: await confirmationCode() });
}

function createAuthorization({ authorizeUrl, clientId, redirectUri, scopes }: App) {
  const codeVerifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const url = new URL(authorizeUrl);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    state,
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...(scopes && { scope: scopes.join(' ') }),
  }).toString();
  return { url: url.href, codeVerifier, state };
}

export type Page = {
  url: string;
  response: Response;
  html: string;
  /** Where the app would be called back; nothing is fetched from there. */
  callback?: URL;
};

/** As much of a browser as the pages need: cookies, redirects and forms without scripts. */
export function createBrowser(redirectUri: string) {
  const cookies = new Map<string, string>();

  async function open(url: string, init: RequestInit = {}): Promise<Page> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...init.headers, cookie };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const header of response.headers.getSetCookie()) keepCookie(header);
    const location = response.headers.get('location');
    if (location === null) return { url, response, html: await response.text() };
    const target = new URL(location, url);
    const isCallback = target.href.startsWith(new URL(redirectUri).href);
    return isCallback ? { url, response, html: '', callback: target } : open(target.href);
  }

  function keepCookie(header: string) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
    if (/;\s*max-age=0/i.test(header)) cookies.delete(name);
    else cookies.set(name, value);
  }

  /** Sends the form that has these fields; an error page is thrown as what it says. */
  async function submit(page: Page, fields: Record<string, string>): Promise<Page> {
    const form = formWith(Object.keys(fields), page);
    const body = new URLSearchParams({ ...form.values, ...fields });
    const next = await open(form.action, { method: 'POST', body });
    if (next.response.status < 400) return next;
    throw new Error(`${next.response.status}: ${alertOf(next)}`);
  }

  return { open, submit };
}

function formWith(names: readonly string[], page: Page) {
  for (const [, tag = '', content = ''] of page.html.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)) {
    const inputs = [...content.matchAll(/<input[^>]*>/g)].map(([input]) => input);
    const values = Object.fromEntries(
      inputs.map((input) => [attribute('name', input), attribute('value', input)]),
    );
    const action = new URL(attribute('action', tag), page.url).href;
    if (names.every((name) => name in values)) return { action, values };
  }
  throw new Error(`${page.url} has no form with ${names.join(' and ')}: ${alertOf(page)}`);
}

function linkTo(path: string, page: Page): string {
  const links = [...page.html.matchAll(/<a[^>]*>/g)].map(([tag]) => attribute('href', tag));
  const link = links.find((href) => new URL(href, page.url).pathname.endsWith(path));
  if (link === undefined) throw new Error(`${page.url} has no link to ${path}.`);
  return new URL(link, page.url).href;
}

function attribute(name: string, tag: string): string {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  return decodeEntities(value);
}

function alertOf({ html }: Page): string {
  const alert = /role="alert"[^>]*>(.*?)<\/(?:p|div)>/s.exec(html)?.[1] ?? 'no explanation';
  return decodeEntities(alert.replaceAll(/<[^>]*>/g, ' ')).trim();
}

const decodeEntities = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
