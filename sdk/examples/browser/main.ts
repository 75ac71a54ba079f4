import {
  type AuthorizationCode,
  authorizationCode,
  type B2cClient,
  createB2cClient,
  isApiError,
  isNotSignedInError,
  isSignInError,
  type Market,
} from '@christmas-markets/sdk';
import type { PublicOutputs } from './server.ts';

async function main(): Promise<void> {
  const outputs: PublicOutputs = await (await fetch('/config.json')).json();
  const { apiUrl, b2cClientId, ...endpoints } = outputs;
  const auth = authorizationCode({
    ...endpoints,
    clientId: b2cClientId,
    redirectUri: `${location.origin}/callback`,
  });
  const client = createB2cClient({ url: apiUrl, token: auth.token });

  try {
    const signedIn = await auth.handleRedirect();
    if (signedIn) history.replaceState(null, '', signedIn.returnTo ?? '/');
  } catch (error) {
    // The page stays usable: a stored sign-in is still there, otherwise there is the button.
    if (!isSignInError(error)) throw error;
    element('#message', HTMLElement).textContent = error.message;
  }
  const user = await auth.user();
  if (user) await showMarkets(client, { auth, email: user.email });
  else showSignIn(auth);
}

function showSignIn(auth: AuthorizationCode): void {
  const button = element('#sign-in', HTMLButtonElement);
  button.hidden = false;
  button.onclick = () => attempt(() => auth.signIn({ returnTo: location.pathname }));
}

async function showMarkets(
  client: B2cClient,
  { auth, email }: { auth: AuthorizationCode; email: string | undefined },
): Promise<void> {
  element('#email', HTMLElement).textContent = email ?? 'yourself';
  element('#sign-out', HTMLButtonElement).onclick = () => attempt(() => auth.signOut());
  const form = element('#submission', HTMLFormElement);
  form.onsubmit = (event) => {
    event.preventDefault();
    attempt(async () => {
      const fields = new FormData(form);
      const market = await client.markets.submit({
        marketName: `${fields.get('marketName')}`,
        marketDescription: `${fields.get('marketDescription')}`,
        marketAveragePrice: Number(fields.get('marketAveragePrice')),
        city: `${fields.get('city')}`,
      });
      form.reset();
      show(market);
    });
  };
  // Both at once: the requests run in parallel.
  const [cities] = await Promise.all([
    client.cities(),
    (async () => {
      for await (const market of client.markets.listAll()) show(market);
    })(),
  ]);
  element('#submission select', HTMLSelectElement).replaceChildren(
    ...cities.map(({ name }) => new Option(name)),
  );
  element('#signed-in', HTMLElement).hidden = false;
}

function show({ marketName, city, status, decisions }: Market): void {
  const item = document.createElement('li');
  const reason = decisions.at(-1)?.reason;
  item.textContent = `${marketName}, ${city}: ${status}${reason ? ` (${reason})` : ''}`;
  element('#markets', HTMLElement).append(item);
}

/** Runs an action of the person and shows its failure. */
async function attempt(action: () => Promise<void>): Promise<void> {
  const message = element('#message', HTMLElement);
  message.textContent = '';
  try {
    await action();
  } catch (error) {
    if (isNotSignedInError(error)) location.assign('/');
    else if (isApiError(error)) message.textContent = error.message;
    else message.textContent = 'This did not work. Please try again.';
    console.error(error);
  }
}

function element<Kind extends Element>(selector: string, kind: new () => Kind): Kind {
  const found = document.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`The page has no ${selector}`);
}

attempt(main);
