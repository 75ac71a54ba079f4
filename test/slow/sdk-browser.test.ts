import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServer } from '../../sdk/examples/browser/server.ts';
import { clientCredentials, createB2bClient } from '../../sdk/src/index.ts';
import { startTestStack, type TestStack } from '../fixture.ts';
import { launchChromium } from './chromium.ts';

let server: Awaited<ReturnType<typeof startServer>>;
let stack: TestStack;
let browser: Browser;
/** The whole package as one module. */
let sdk: string;

beforeAll(async () => {
  const bundled = await build({
    stdin: { contents: "export * from '@christmas-markets/sdk';", resolveDir: import.meta.dirname },
    bundle: true,
    format: 'esm',
    write: false,
  });
  sdk = bundled.outputFiles[0]?.text ?? '';
  server = await startServer(0);
  stack = await startTestStack({
    topology: 'split',
    callbackUrls: [`${server.origin}/callback`],
  });
  server.configure(stack.outputs);
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await stack?.[Symbol.asyncDispose]();
});

it('signs in through the real pages, submits a market and reads it back', async () => {
  await using tab = await openTab();
  const { page, requests } = tab;
  await page.getByRole('button', { name: 'Sign in' }).click();
  await passSignInPage(page);
  await page.getByText('Signed in as demo@example.com').waitFor();
  // The code is spent, and gone from the address bar with the state.
  expect(page.url()).toBe(`${server.origin}/`);
  const authorize = requests.find((url) => url.startsWith(stack.outputs.authorizeUrl)) ?? '';
  expect(new URL(authorize).searchParams.get('code_challenge_method')).toBe('S256');

  await page.getByLabel('Name').fill('Târgul din Piața Unirii');
  await page.getByLabel('Description').fill('Forty huts\nand a carousel');
  await page.getByLabel('Average price in EUR').fill('12.50');
  await page.getByLabel('City').selectOption('Cluj-Napoca');
  await page.getByRole('button', { name: 'Submit' }).click();
  await page.getByText('Târgul din Piața Unirii, Cluj-Napoca: pending').waitFor();

  const market = await decide();
  expect(market).toMatchObject({ marketDescription: 'Forty huts\nand a carousel' });
  await page.reload();
  await page.getByText('Cluj-Napoca: rejected (Too loud)').waitFor();
  expect(await page.getByRole('listitem').count()).toBe(1);
  expect(await stack.stored()).toMatchObject([{ marketId: market.marketId }]);
});

it('shows what the API refuses', async () => {
  await using tab = await openTab();
  const { page } = tab;
  await page.getByRole('button', { name: 'Sign in' }).click();
  await passSignInPage(page);
  await page.getByLabel('Name').fill(' ');
  await page.getByLabel('Description').fill('Any');
  await page.getByLabel('Average price in EUR').fill('1');
  await page.getByRole('button', { name: 'Submit' }).click();
  await expect
    .poll(() => page.getByRole('alert').textContent())
    .toContain('marketName: Expected one line of ');
});

it('signs out here and at the sign-in page, and keeps a tab to itself', async () => {
  await using tab = await openTab();
  const { page, context } = tab;
  await page.getByRole('button', { name: 'Sign in' }).click();
  await passSignInPage(page);
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  // Session storage belongs to one tab, but the sign-in page still knows the person.
  const other = await context.newPage();
  await other.goto(server.origin);
  await other.getByRole('button', { name: 'Sign in' }).click();
  await other.getByText('Signed in as demo@example.com').waitFor();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(page.url()).toBe(`${server.origin}/`);
  expect(await page.evaluate(() => Object.keys(sessionStorage))).not.toContain(
    `christmas-markets.${stack.outputs.b2cClientId}`,
  );
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Password').waitFor();
});

it('renews once for two tabs that share their storage', async () => {
  await using tab = await openTab();
  const { page, context, requests } = tab;
  await context.route('**/sdk.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: sdk }),
  );
  await page.getByRole('button', { name: 'Sign in' }).click();
  await passSignInPage(page);
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  // The example keeps its sign-in to the tab; an app that shares it names localStorage.
  await page.evaluate(() => {
    for (const [key, value] of Object.entries(sessionStorage)) localStorage.setItem(key, value);
  });
  const other = await context.newPage();
  other.on('request', (request) => requests.push(request.url()));
  await other.goto(server.origin);
  requests.splice(0);
  const renewed = await Promise.all([renewTwice(page), renewTwice(other)]);
  expect(new Set(renewed.flat()).size).toBe(1);
  expect(requests.filter((url) => url === stack.outputs.tokenUrl)).toHaveLength(1);
});

it('runs in a worker', async () => {
  await using tab = await openTab();
  const { page, context } = tab;
  await context.route('**/sdk.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: sdk }),
  );
  const { token } = await stack.applicant('worker');
  const listed = await page.evaluate(
    ([url, token]) =>
      new Promise((resolve) => {
        const source = `
          import { authorizationCode, createB2cClient } from '${location.origin}/sdk.js';
          const endpoint = 'https://issuer.example.com/';
          const auth = authorizationCode({ issuer: endpoint, authorizeUrl: endpoint,
            tokenUrl: endpoint, logoutUrl: endpoint, clientId: 'any', redirectUri: endpoint });
          const { items } = await createB2cClient({ url: '${url}', token: '${token}' }).markets.list();
          postMessage([await auth.user(), items]);`;
        const blob = new Blob([source], { type: 'text/javascript' });
        const worker = new Worker(URL.createObjectURL(blob), { type: 'module' });
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => resolve(message);
      }),
    [stack.outputs.apiUrl, token],
  );
  expect(listed).toEqual([null, []]);
});

/** Two calls at once in one tab, an hour from now. A text, because vitest would rewrite `import`. */
function renewTwice(page: Page): Promise<string[]> {
  const { issuer, authorizeUrl, tokenUrl, logoutUrl, b2cClientId } = stack.outputs;
  const options = {
    ...{ issuer, authorizeUrl, tokenUrl, logoutUrl, clientId: b2cClientId },
    redirectUri: `${server.origin}/callback`,
  };
  return page.evaluate<string[]>(`import('/sdk.js').then(({ authorizationCode }) => {
    const auth = authorizationCode({
      ...${JSON.stringify(options)},
      storage: localStorage,
      clock: () => Date.now() + 3_600_000,
    });
    return Promise.all([auth.token(), auth.token()]);
  })`);
}

/** A tab of a browser that knows nothing yet. */
async function openTab() {
  const context = await browser.newContext();
  const page = await context.newPage();
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(server.origin);
  return { context, page, requests, [Symbol.asyncDispose]: () => context.close() };
}

async function passSignInPage(page: Page): Promise<void> {
  const { email = '', password = '' } = stack.outputs.demoApplicant ?? {};
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function decide() {
  const { b2bApiUrl, b2bTokenUrl, cityHalls } = stack.outputs;
  const hall = cityHalls.find(({ name }) => name === 'cluj');
  if (hall === undefined) throw new Error('Expected the city hall cluj');
  const { clientId, clientSecret } = hall;
  const token = clientCredentials({ tokenUrl: b2bTokenUrl, clientId, clientSecret });
  const client = createB2bClient({ url: b2bApiUrl, token });
  const { items } = await client.markets.list({ city: 'Cluj-Napoca', status: 'pending' });
  const [market] = items;
  if (market === undefined) throw new Error('Expected a market that waits');
  return client.markets.reject(market, 'Too loud');
}
