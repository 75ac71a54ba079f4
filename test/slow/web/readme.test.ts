import { mkdir, writeFile } from 'node:fs/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { build, preview } from 'vite';
import { afterEach, expect, it, vi } from 'vitest';
import { startTestStack, type TestStack } from '../../fixture.ts';
import { writeProject } from '../../sdk/readme.ts';
import { launchChromium } from '../chromium.ts';

// The React app of sdk/README.md. test/slow/sdk-package runs the other files.

afterEach(() => void vi.unstubAllEnvs());

it('the React app of the README signs in, submits, edits, withdraws, and signs out in two tabs', async () => {
  await using started = new AsyncDisposableStack();
  const { dir, files } = await writeProject('react');
  await mkdir(`${dir}/dist`);
  const server = await preview({ root: dir, configFile: false, preview: { port: 0 } });
  started.defer(() => server.close());
  const url = server.resolvedUrls?.local[0] ?? '';
  const callbackUrls = [`${url}callback`];
  const stack = started.use(await startTestStack({ topology: 'split', callbackUrls }));
  const modules = await buildApp(dir, stack);
  const sources = files.filter((file) => file.startsWith('src/'));
  expect(modules.filter((path) => path.startsWith('src/')).toSorted()).toEqual(sources.toSorted());

  const browser = await launchChromium();
  started.defer(() => browser.close());
  const context = await browser.newContext();
  const page = await openPage(context, url);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const { email = '', password = '' } = stack.outputs.demoApplicant ?? {};
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText(email).waitFor();

  await page.getByLabel('marketAveragePrice').fill('12.555');
  await page.getByRole('button', { name: 'Submit' }).click();
  await page.getByText('Cel mult 2 zecimale.').waitFor();
  expect(await page.getByText('Completați acest câmp.').count()).toBe(3);
  await page.getByLabel('marketName').fill('Old Town Market');
  await page.getByLabel('marketDescription').fill('Mulled wine and carols');
  await page.getByLabel('marketAveragePrice').fill('12.5');
  await page.getByLabel('city').fill('Atlantis');
  await page.getByRole('button', { name: 'Submit' }).click();
  await page.getByText('Alegeți un oraș din listă.').waitFor();
  expect(await stack.stored()).toEqual([]);

  // The form keeps what was typed.
  await page.getByLabel('city').fill('Cluj-Napoca');
  await page.getByRole('button', { name: 'Submit' }).click();
  await page.getByText('Old Town Market: 12.5 €, pending').waitFor();
  await page.getByRole('button', { name: 'Set 5 €' }).click();
  await page.getByText('Old Town Market: 5 €, pending').waitFor();
  const [market] = await stack.stored();
  const own = await page.evaluate<object>('readOwnData()');
  expect(own).toMatchObject({ markets: [{ marketId: market?.marketId, marketAveragePrice: 5 }] });
  await page.getByRole('button', { name: 'Withdraw' }).click();
  await page.getByText('Old Town Market').waitFor({ state: 'detached' });
  expect(await stack.stored()).toEqual([]);

  const other = await openPage(context, url);
  await other.getByText(email).waitFor();
  await other.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
});

async function openPage(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** The page loads `main.tsx`; what it does not use can be called from outside. Returns the modules in the bundle. */
async function buildApp(dir: string, { outputs }: TestStack): Promise<string[]> {
  await writeFile(
    `${dir}/index.html`,
    `<!doctype html><title>README</title><body><script type="module">
      import '/src/main.tsx';
      import { readOwnData } from '/src/trpc.ts';
      window.readOwnData = readOwnData;
    </script></body>`,
  );
  // Vite takes them instead of those in .env, whose ports a running stack may use.
  vi.stubEnv('VITE_API_URL', outputs.apiUrl);
  vi.stubEnv('VITE_ISSUER', outputs.issuer);
  vi.stubEnv('VITE_AUTHORIZE_URL', outputs.authorizeUrl);
  vi.stubEnv('VITE_TOKEN_URL', outputs.tokenUrl);
  vi.stubEnv('VITE_LOGOUT_URL', outputs.logoutUrl);
  const built = await build({
    root: dir,
    configFile: false,
    logLevel: 'error',
    css: { postcss: {} },
  });
  if (!('output' in built)) throw new Error('Expected one bundle');
  return built.output.flatMap((file) =>
    file.type === 'chunk' ? file.moduleIds.map((id) => id.replace(`${dir}/`, '')) : [],
  );
}
