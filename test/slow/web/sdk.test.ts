import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { signIn, useApp } from './app.ts';

/* What the SDK does in a browser beside what the app uses. */

const app = useApp();
/** The whole package, as it was built, as one module. */
let sdk: string;

beforeAll(async () => {
  const bundled = await build({
    stdin: { contents: "export * from '@christmas-markets/sdk';", resolveDir: import.meta.dirname },
    bundle: true,
    format: 'esm',
    write: false,
  });
  sdk = bundled.outputFiles[0]?.text ?? '';
});

/** On a page of the app's origin, whose policy would not let in the module of a worker. */
async function openTabWithSdk() {
  const tab = await app.openTab({ bypassCSP: true });
  await tab.page
    .context()
    .route('**/sdk.js', (route) => route.fulfill({ contentType: 'text/javascript', body: sdk }));
  await tab.go('/my');
  return tab;
}

it('renews once for two tabs that share their storage', async () => {
  await using tab = await openTabWithSdk();
  const { page, requests } = tab;
  await signIn(page, app.stack());
  // The app keeps its sign-in to the tab; an app that shares it names localStorage.
  await page.evaluate(() => {
    for (const [key, value] of Object.entries(sessionStorage)) localStorage.setItem(key, value);
  });
  const other = await page.context().newPage();
  other.on('request', (request) => requests.push(request.url()));
  await other.goto(app.url());
  requests.splice(0);
  const renewed = await Promise.all([renewTwice(page), renewTwice(other)]);
  expect(new Set(renewed.flat()).size).toBe(1);
  expect(requests.filter((url) => url === app.stack().outputs.tokenUrl)).toHaveLength(1);
});

it('runs in a worker', async () => {
  await using tab = await openTabWithSdk();
  const { page } = tab;
  const { token } = await app.stack().applicant('worker');
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
    [app.stack().outputs.apiUrl, token],
  );
  expect(listed).toEqual([null, []]);
});

/** Two calls at once in one tab, an hour from now. A text, because vitest would rewrite `import`. */
function renewTwice(page: Page): Promise<string[]> {
  const { issuer, authorizeUrl, tokenUrl, logoutUrl, b2cClientId } = app.stack().outputs;
  const options = {
    ...{ issuer, authorizeUrl, tokenUrl, logoutUrl, clientId: b2cClientId },
    redirectUri: `${app.url()}/callback`,
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
