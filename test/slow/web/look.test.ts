import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createB2cClient } from '../../../sdk/src/index.ts';
import { signInDemoApplicant } from '../../demo-applicant.ts';
import { signIn, submission, useApp } from './app.ts';

const app = useApp();
const folder = new URL('../../../build/screenshots/web/', import.meta.url).pathname;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let marketId: string;
let publicId: string;

beforeAll(async () => {
  await mkdir(folder, { recursive: true });
  for (const [marketName, opensOn, closesOn, address] of [
    ['Târgul de Crăciun din Piața Unirii', '2026-11-27', '2027-01-02', 'Piața Unirii 1'],
    ['Old Town Lights', '2026-12-05', '2026-12-24', 'Str. Memorandumului 4'],
    ['Winter Garden by the River', '2026-12-12', undefined, undefined],
    ['Saint Nicholas Fair', undefined, undefined, 'Parcul Central'],
  ] as const) {
    const market = await app.approved({ marketName, opensOn, closesOn, address });
    publicId ??= market.marketId;
  }
  const { outputs } = app.stack();
  const client = createB2cClient({
    url: outputs.apiUrl,
    token: await signInDemoApplicant(outputs),
  });
  const market = await client.markets.submit(submission);
  ({ marketId } = await app.cityHall().markets.reject(market, 'The fire lane must stay free.'));
});

const paths: [name: string, path: () => string, ready: string][] = [
  ['cities', () => '/cities', '.cities'],
  ['city', () => '/cities/cluj-napoca', '.cards .card'],
  ['no-match', () => '/cities/cluj-napoca?q=none', '.empty'],
  ['empty-city', () => '/cities/suceava', '.empty'],
  ['market', () => `/cities/cluj-napoca/${publicId}`, '.facts'],
  ['not-found', () => '/none', 'h1'],
];
const ownPaths: typeof paths = [
  ['my-markets', () => '/my', '.row'],
  ['my-market', () => `/my/markets/${marketId}`, '.history li'],
  ['edit', () => `/my/markets/${marketId}/edit`, '.market-form'],
  ['apply', () => '/my/apply', '.market-form'],
  ['data', () => '/my/data', '.page > .actions'],
];

describe.each([
  ['light', 360, 'en-GB'],
  ['dark', 360, 'ro-RO'],
  ['light', 1600, 'ro-RO'],
  ['dark', 1600, 'en-GB'],
] as const)('%s at %i px in %s', (colorScheme, width, locale) => {
  it('every page passes axe (WCAG 2.2 AA) and fits its width', async () => {
    await using tab = await app.openTab({ colorScheme, locale, viewport: { width, height: 800 } });
    const { page } = tab;
    const look = async (name: string, ready: string) => {
      await page.locator(ready).first().waitFor();
      await page.waitForLoadState('networkidle');
      await page.screenshot({
        path: `${folder}${name}-${colorScheme}-${width}.png`,
        fullPage: true,
      });
      expect([name, await findViolations(page)]).toEqual([name, []]);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect([name, overflow]).toEqual([name, 0]);
    };
    for (const [name, path, ready] of paths) {
      await tab.go(path());
      await look(name, ready);
    }
    await tab.go('/my');
    await look('sign-in', '.sign-in');
    if (locale === 'ro-RO') {
      await page.locator('.language select').selectOption('English');
      await signIn(page, app.stack());
      await page.locator('.language select').selectOption('Română');
    } else await signIn(page, app.stack());
    for (const [name, path, ready] of ownPaths) {
      await tab.go(path());
      await look(name, ready);
    }
    await tab.go('/my/apply');
    await page.locator('.market-form [type=submit]').click();
    await look('form-errors', '.summary');
    await tab.go(`/my/markets/${marketId}`);
    await page.locator('.actions .danger').first().click();
    await look('withdraw', 'dialog[open]');
  });
});

it('fits a window of 1,280 px at 200 % zoom, and of 320 px', async () => {
  for (const [width, deviceScaleFactor] of [
    [640, 2],
    [320, 1],
  ] as const) {
    await using tab = await app.openTab({ viewport: { width, height: 400 }, deviceScaleFactor });
    for (const [, path, ready] of paths) {
      await tab.go(path());
      await tab.page.locator(ready).first().waitFor();
      const overflow = await tab.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBe(0);
    }
  }
});

type Violation = { id: string; nodes: { html: string; failureSummary?: string }[] };

/** axe is run through the debugger: the page's own policy lets no script in. */
async function findViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const violations = await page.evaluate<Violation[]>(
    "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((result) => result.violations)",
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}
