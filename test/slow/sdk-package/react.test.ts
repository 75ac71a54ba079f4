import { existsSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readFiles } from '../../sdk/readme.ts';
import { useStack } from '../../use-stack.ts';
import { launchChromium } from '../chromium.ts';
import { createPackedProject, type PackedProject } from './packed-project.ts';
import { findFreePort, startServer } from './server.ts';
import { addFiles } from './vite-project.ts';

/* The app of the README in a project as Vite's template makes it: the packed SDK, packages of its own, the development server. */

const port = await findFreePort();
const origin = `http://localhost:${port}`;
const stack = useStack({ callbackUrls: [`${origin}/callback`] });

/** `@trpc/tanstack-react-query` requires its own version of the other packages of tRPC. */
const bindings = '11.22.1';
let project: PackedProject;
beforeAll(async () => {
  project = await createPackedProject([
    '@tanstack/react-query@5.108.4',
    '@tanstack/react-query-devtools@5.108.2',
    ...['client', 'server', 'tanstack-react-query'].map((name) => `@trpc/${name}@${bindings}`),
    ...['react@19.2.0', 'react-dom@19.2.0', '@types/react@19.2.2', '@types/react-dom@19.2.2'],
    ...['@vitejs/plugin-react@6.3.0', 'typescript@7.0.2', 'vite@8.3.8'],
    // For the declarations of tRPC's server adapters, which those of the binding import.
    ...['@types/node@24.19.2', '@types/ws@8.5.3'],
  ]);
  await addFiles(project, await readFiles('react'));
});
afterAll(() => project?.[Symbol.asyncDispose]());

it("has one copy of tRPC, and compiles with tRPC's options for TanStack Query", async () => {
  expect(existsSync(`${project.dir}/node_modules/@christmas-markets/sdk/node_modules`)).toBe(false);
  const compiled = await project.run('node', ['node_modules/typescript/bin/tsc', '-p', '.']);
  expect(compiled).toEqual({ ok: true, output: '' });
});

it("compiles with tRPC's options for TanStack Query also with `skipLibCheck: false`", async () => {
  await project.write('vite-env.d.ts', 'interface ImportMeta { env: { [key: string]: any } }');
  const compilerOptions = {
    ...{ module: 'esnext', moduleResolution: 'bundler', target: 'es2023', jsx: 'react-jsx' },
    ...{ lib: ['es2023', 'esnext.disposable', 'dom'], types: ['node'], strict: true },
    ...{ exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true },
  };
  const config = JSON.stringify({ compilerOptions, files: ['src/own.tsx', 'vite-env.d.ts'] });
  await project.write('tsconfig.libs.json', config);
  const tsc = 'node_modules/typescript/bin/tsc';
  const compiled = await project.run('node', [tsc, '-p', 'tsconfig.libs.json']);
  expect(compiled).toEqual({ ok: true, output: '' });
});

it("reads pages with tRPC's infinite lists, which add `direction` to the input", async () => {
  const { token } = await stack.applicant('packed');
  await project.write('run.js', infiniteScript);
  const { output } = await project.run('node', ['run.js', stack.outputs.apiUrl, token]);
  expect(output.trim()).toBe('[{"items":[]}]');
});

it('the app signs in, translates errors, submits, edits and withdraws; devtools show it; a second tab sees the sign-out', async () => {
  const { outputs } = stack;
  const vite = ['node_modules/vite/bin/vite.js', '--port', `${port}`, '--strictPort'];
  await using _ = await startServer(process.execPath, vite, {
    dir: project.dir,
    url: origin,
    env: {
      NODE_ENV: 'development',
      VITE_API_URL: outputs.apiUrl,
      VITE_ISSUER: outputs.issuer,
      VITE_AUTHORIZE_URL: outputs.authorizeUrl,
      VITE_TOKEN_URL: outputs.tokenUrl,
      VITE_LOGOUT_URL: outputs.logoutUrl,
    },
  });
  await using browser = await launchChromium();
  const context = await browser.newContext();
  const page = await context.newPage();
  const { complaints, logged } = listen(page);
  const loaded = new Set<string>();
  page.on('request', (request) => loaded.add(new URL(request.url()).pathname));
  await page.goto(origin);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const { email = '', password = '' } = outputs.demoApplicant ?? {};
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText(email).waitFor();
  // The code is spent, and gone from the address bar.
  expect(page.url()).toBe(`${origin}/`);

  const sources = [...(await readFiles('react')).keys()].filter((file) => /^src/.test(file));
  expect(sources.filter((file) => !loaded.has(`/${file}`))).toEqual([]);

  const submit = page.getByRole('button', { name: 'Submit' });
  await page.getByLabel('marketAveragePrice').fill('12.555');
  await submit.click();
  await page.getByText('Cel mult 2 zecimale.').waitFor();
  expect(await page.getByText('Completați acest câmp.').count()).toBe(3);
  await page.getByLabel('marketName').fill('Old Town Market');
  await page.getByLabel('marketDescription').fill('Mulled wine and carols');
  await page.getByLabel('marketAveragePrice').fill('12.5');
  await page.getByLabel('city').fill('Atlantis');
  await submit.click();
  await page.getByText('Alegeți un oraș din listă.').waitFor();
  expect(await stack.stored()).toEqual([]);
  expect(complaints.splice(0)).toEqual([expect.stringContaining('400')]);

  // The form keeps what was typed.
  await page.getByLabel('city').fill('Cluj-Napoca');
  await submit.click();
  await page.getByRole('button', { name: 'Set 5 €' }).click();
  await page.getByText('Old Town Market: 5 €, pending').waitFor();
  expect(await stack.stored()).toMatchObject([{ marketAveragePrice: 5 }]);
  await page.getByRole('button', { name: 'Withdraw' }).click();
  await page.getByText('Old Town Market').waitFor({ state: 'detached' });
  expect(await stack.stored()).toEqual([]);

  // All answers of a submission are lost. The person submits again, with another price.
  const submission = '**/trpc/b2c/markets.submit*';
  await page.route(submission, async (route) => {
    await route.fetch();
    await route.abort();
  });
  await submit.click();
  await page.getByRole('alert').filter({ hasText: 'No complete answer came' }).waitFor();
  await page.unroute(submission);
  await page.getByText('Old Town Market: 12.5 €, pending').waitFor();
  await page.getByLabel('marketAveragePrice').fill('13');
  await submit.click();
  await page.getByRole('alert').filter({ hasText: 'other content' }).waitFor();
  expect(await stack.stored()).toMatchObject([{ marketAveragePrice: 12.5 }]);
  complaints.splice(0);

  await page.getByLabel('Open Tanstack query devtools').click();
  const devtools = page.getByLabel('Tanstack query devtools', { exact: true });
  for (const key of ['["christmas-markets","markets",{}]', '[["users","export"]']) {
    await devtools.getByText(key).first().waitFor();
  }
  await devtools.getByText('Mutations').click();
  for (const key of ['submit', 'edit']) {
    await devtools.getByText(`["christmas-markets","${key}"]`).first().waitFor();
  }
  expect(logged.join('\n')).toMatch(/>> query #1 %cusers\.export/);
  expect(complaints).toEqual([]);

  const other = await context.newPage();
  await other.goto(origin);
  await other.getByText('Old Town Market').waitFor();
  await other.getByRole('button', { name: 'Sign out' }).click();
  for (const tab of [page, other]) await tab.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(await page.getByText('Old Town Market').count()).toBe(0);
});

/** What the console shows. */
function listen(page: Page): { complaints: string[]; logged: string[] } {
  const complaints: string[] = [];
  const logged: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    const isComplaint = ['error', 'warning'].includes(message.type());
    (isComplaint ? complaints : logged).push(message.text());
  });
  return { complaints, logged };
}

const infiniteScript = `
import { marketsLink } from '@christmas-markets/sdk/trpc';
import { QueryClient } from '@tanstack/react-query';
import { createTRPCClient } from '@trpc/client';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';

const [, , url, token] = process.argv;
const client = createTRPCClient({ links: [marketsLink({ router: 'b2c', url, token })] });
const queryClient = new QueryClient();
const trpc = createTRPCOptionsProxy({ client, queryClient });
const { pages } = await queryClient.fetchInfiniteQuery(
  trpc.markets.list.infiniteQueryOptions(
    { userId: 'me' },
    { getNextPageParam: ({ nextCursor }) => nextCursor },
  ),
);
console.log(JSON.stringify(pages));
`;
