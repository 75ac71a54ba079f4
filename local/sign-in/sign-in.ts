import { type App, createAuthorization, type Tokens } from './authorization.ts';
import { createBrowser, linkTo } from './browser.ts';

type Credentials = { email: string; password: string };

/** Signs a person in like a browser app: authorization code with PKCE, through the pages. */
export async function signIn({ email, password, ...app }: App & Credentials): Promise<Tokens> {
  const browser = createBrowser(app.redirectUri);
  const authorization = createAuthorization(app);
  const page = await browser.open(authorization.url);
  const last = page.callback ? page : await browser.submit(page, { username: email, password });
  const { callback } = last;
  if (!callback) throw new Error(`Sign-in ended at ${last.url}, not at ${app.redirectUri}.`);
  return authorization.redeem(callback);
}

/** Creates an account through the pages. `confirmationCode` is called after the code was sent. */
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
