import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { AuthorizerName } from '../../server/contract/access-token.ts';
import { operations } from '../../server/contract/routes.ts';
import { useStack } from '../use-stack.ts';
import { launchChromium } from './chromium.ts';

/* The page at /docs in a real browser: both ways to get a token, and requests with these tokens. */

const screenshots = 'build/screenshots';

/** The operations that an API with these authorizers serves, the public ones included. */
function countOperations(authorizers: readonly AuthorizerName[]): number {
  return [...operations.values()].filter(
    ({ authorizer, routeKey }) =>
      !routeKey.startsWith('HEAD ') && (authorizer === null || authorizers.includes(authorizer)),
  ).length;
}

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describe.each(['shared', 'split'] as const)('/docs in topology %s', (topology) => {
  const stack = useStack({ topology });
  let page: Page;
  const asked = new Set<string>();
  const complaints: string[] = [];
  beforeAll(async () => {
    page = await browser.newPage({ viewport: { width: 1280, height: 1600 } });
    // A busy machine is slow: only the time limit of the whole test applies.
    page.context().setDefaultTimeout(0);
    page.context().on('request', (request) => asked.add(new URL(request.url()).origin));
    // Violations of the Content-Security-Policy are among the errors.
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${stack.outputs.apiUrl}/docs`);
  });
  afterAll(() => page.close());

  it('shows every operation of its API', async () => {
    await page.locator('.opblock').first().waitFor();
    expect(await page.locator('.opblock').count()).toBe(
      countOperations(topology === 'shared' ? ['b2c', 'b2b'] : ['b2c']),
    );
    // The page may call no other host.
    expect(await page.locator('.schemes-server-container').isVisible()).toBe(false);
    await page.screenshot({ path: `${screenshots}/docs-${topology}.png`, fullPage: true });
  });

  it('signs a person in through the real pages, and submits a market', async () => {
    const form = await openAuthorization(page, 'applicant');
    expect(await form.locator('#client_id_authorizationCode').inputValue()).toBe(
      stack.outputs.b2cClientId,
    );
    expect(await form.innerText()).toContain('Tick no scope to get all of them.');
    const opened = page.waitForEvent('popup');
    await form.getByRole('button', { name: 'Apply given OAuth2 credentials' }).click();
    const popup = await opened;
    await popup.locator('[name=username]').fill(stack.outputs.demoApplicant?.email ?? '');
    await popup.locator('[name=password]').fill(stack.outputs.demoApplicant?.password ?? '');
    await popup.locator('[name=password]').press('Enter');
    await form.getByRole('button', { name: 'Remove authorization' }).waitFor();
    await page.screenshot({ path: `${screenshots}/docs-${topology}-signed-in.png` });
    await closeAuthorization(page);

    const operation = await tryOut(page, 'submitMarket');
    expect(await execute(operation)).toBe('201');
    const [city] = stack.outputs.cityHalls[0]?.cities ?? [];
    expect(await stack.stored()).toMatchObject([{ city, status: 'pending' }]);
    // With a prefilled marketId or Idempotency-Key, the second request would submit no other market.
    expect(await execute(operation)).toBe('201');
    await expect.poll(() => stack.stored()).toHaveLength(2);
  });

  it("shows the API's own errors first, not the gateway's", async () => {
    const refusals = page.locator('.opblock[id$="-submitMarket"] .response:not([data-code="201"])');
    const types = await refusals
      .locator('select.content-type')
      .evaluateAll((selects) =>
        selects.map((select) =>
          [...select.querySelectorAll('option')].map(({ text, selected }) => ({ text, selected })),
        ),
      );
    expect(types.length).toBeGreaterThan(5);
    const shown = types.map((options) => options.find(({ selected }) => selected)?.text);
    // 429 comes only from the gateway.
    expect(shown.filter((type) => type !== 'application/problem+json')).toEqual([
      'application/json',
    ]);
  });

  it('gets a token for the first city hall, and lists the pending markets of the example city', async () => {
    const { b2bApiUrl } = stack.outputs;
    if (topology === 'split') {
      await page.goto(`${b2bApiUrl}/docs`);
      await page.locator('.opblock').first().waitFor();
      expect(await page.locator('.opblock').count()).toBe(countOperations(['b2b']));
    }
    const { clientId, clientSecret } = stack.outputs.cityHalls[0] ?? {};
    const form = await openAuthorization(page, 'cityHall');
    expect(await form.locator('#client_id_clientCredentials').inputValue()).toBe('');
    // A token with only one scope is refused: there is no scope to tick.
    expect(await form.locator('input[type=checkbox]').count()).toBe(0);
    await form.locator('#client_id_clientCredentials').fill(clientId ?? '');
    await form.locator('#client_secret_clientCredentials').fill(clientSecret ?? '');
    await form.getByRole('button', { name: 'Apply given OAuth2 credentials' }).click();
    await form.getByRole('button', { name: 'Remove authorization' }).waitFor();
    await closeAuthorization(page);

    const operation = await tryOut(page, 'listCityMarkets');
    expect(await execute(operation)).toBe('200');
    const body = await operation.locator('.live-responses-table .highlight-code').innerText();
    expect(body).toContain('Târgul de Crăciun din Piața Unirii');
    await operation.screenshot({ path: `${screenshots}/docs-${topology}-called.png` });
  });

  const apis = topology === 'shared' ? (['apiUrl'] as const) : (['apiUrl', 'b2bApiUrl'] as const);
  const cases = apis.flatMap((api) => [390, 1280].map((width) => [api, width] as const));

  it.each(cases)(
    'the page at %s fits into %i pixels, with any operation open',
    async (api, width) => {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${stack.outputs[api]}/docs`);
      await page.locator('.opblock').first().waitFor();
      const name = `docs-${topology}-${api}-${width}`;
      await page.screenshot({ path: `${screenshots}/${name}.png` });
      expect(await page.evaluate(`(() => { ${findOverflow} return findOverflow(); })()`)).toEqual(
        [],
      );
      await page.locator('.models-control').click();
      const opened = z.array(openedSchema).parse(await page.evaluate(openEachOperation));
      expect(opened).toHaveLength(await page.locator('.opblock').count());
      for (const { headers, openHeaders, overflow } of opened) {
        expect(headers).toBeGreaterThan(3);
        expect(openHeaders).toBe(0);
        expect(overflow).toEqual([]);
      }
      const last = page.locator('.opblock[id$=Market]').last();
      await last.locator('.opblock-summary-control').click();
      await last.screenshot({ path: `${screenshots}/${name}-operation.png` });
    },
  );

  it('sent requests only to the stack, and none was blocked', () => {
    const { apiUrl, b2bApiUrl, issuer } = stack.outputs;
    const own = [apiUrl, b2bApiUrl, issuer].map((url) => new URL(url).origin);
    expect([...asked].filter((origin) => !own.includes(origin))).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

/** Defines a function in the page: elements that reach beyond its right edge, unless a parent scrolls. */
const findOverflow = `
const findOverflow = () => {
  const width = document.documentElement.clientWidth;
  const scrolls = (element) =>
    element !== null &&
    (['auto', 'scroll', 'hidden'].includes(getComputedStyle(element).overflowX) ||
      scrolls(element.parentElement));
  return [...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > width + 1)
    .filter((element) => !scrolls(element.parentElement))
    .map((element) => element.tagName + '.' + element.getAttribute('class'));
};`;

/**
 * Runs in the page: opens each operation, and closes it again. With all of them open the page is 47,000 pixels
 * high. A busy machine needs a minute to draw that, and seconds for each click that is sent from outside.
 */
const openEachOperation = `(async () => {
  ${findOverflow}
  const opened = [];
  for (const operation of document.querySelectorAll('.opblock')) {
    const control = operation.querySelector('.opblock-summary-control');
    control.click();
    while (operation.querySelector('.responses-inner') === null) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    opened.push({
      headers: operation.querySelectorAll('details.headers-folded').length,
      openHeaders: operation.querySelectorAll('details.headers-folded[open]').length,
      overflow: findOverflow(),
    });
    control.click();
  }
  return opened;
})()`;

const openedSchema = z.object({
  headers: z.number(),
  openHeaders: z.number(),
  overflow: z.array(z.string()),
});

/** The part of the dialog for one of the schemes. */
async function openAuthorization(page: Page, scheme: string): Promise<Locator> {
  await page.locator('button.authorize').first().click();
  const form = page.locator('.auth-container', { hasText: `${scheme} (OAuth2` });
  await form.waitFor();
  return form;
}

async function closeAuthorization(page: Page): Promise<void> {
  await page.locator('button.close-modal').click();
}

async function tryOut(page: Page, operationId: string): Promise<Locator> {
  const operation = page.locator(`.opblock[id$="-${operationId}"]`);
  await operation.locator('.opblock-summary-control').click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  return operation;
}

/** Returns the status of the response. */
async function execute(operation: Locator): Promise<string> {
  await operation.locator('button.execute').click();
  const status = operation.locator('.live-responses-table .response-col_status').last();
  await status.waitFor();
  return (await status.innerText()).trim();
}
