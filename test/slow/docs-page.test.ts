import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestStack, type TestStack } from '../fixture.ts';
import { launchChromium } from './chromium.ts';

/* The page at /docs in a real browser: both ways to a token, and calls with what they give. */

const screenshots = 'build/screenshots';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describe.each(['shared', 'split'] as const)('/docs in topology %s', (topology) => {
  let stack: TestStack;
  let page: Page;
  const asked = new Set<string>();
  const complaints: string[] = [];
  beforeAll(async () => {
    stack = await startTestStack({ topology });
    page = await browser.newPage({ viewport: { width: 1280, height: 1600 } });
    page.context().on('request', (request) => asked.add(new URL(request.url()).origin));
    // Violations of the Content-Security-Policy are among the errors.
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${stack.outputs.apiUrl}/docs`);
  });
  afterAll(async () => {
    await page.close();
    await stack[Symbol.asyncDispose]();
  });

  it('shows every operation of its API', async () => {
    await page.locator('.opblock').first().waitFor();
    expect(await page.locator('.opblock').count()).toBe(topology === 'shared' ? 10 : 8);
    // There is no other host that the page may call.
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
    // A filled-in marketId and Idempotency-Key answered the second try with 409, or the first market.
    expect(await execute(operation)).toBe('201');
    await expect.poll(() => stack.stored()).toHaveLength(2);
  });

  it("shows our own refusals first, and not the gateway's", async () => {
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
    // Only the gateway answers 429.
    expect(shown.filter((type) => type !== 'application/problem+json')).toEqual([
      'application/json',
    ]);
  });

  it('gets the first city hall its token, and lists what waits in the example city', async () => {
    const { b2bApiUrl } = stack.outputs;
    if (topology === 'split') {
      await page.goto(`${b2bApiUrl}/docs`);
      await page.locator('.opblock').first().waitFor();
      expect(await page.locator('.opblock').count()).toBe(4);
    }
    const { clientId, clientSecret } = stack.outputs.cityHalls[0] ?? {};
    const form = await openAuthorization(page, 'cityHall');
    expect(await form.locator('#client_id_clientCredentials').inputValue()).toBe('');
    // A token of one scope alone is refused: there is no scope to tick.
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

  it.each([390, 1280])('fits into %i pixels, every operation open', async (width) => {
    await page.setViewportSize({ width, height: 900 });
    for (const url of new Set([stack.outputs.apiUrl, stack.outputs.b2bApiUrl])) {
      await page.goto(`${url}/docs`);
      await page.locator('.opblock').first().waitFor();
      for (const summary of await page.locator('.opblock-summary-control').all()) {
        await summary.click();
      }
      await page.locator('.models-control').click();
      await page.locator('.responses-inner').last().waitFor();
      expect(await page.locator('details.headers-folded').count()).toBeGreaterThan(10);
      expect(await page.locator('details.headers-folded[open]').count()).toBe(0);
      await page.screenshot({
        path: `${screenshots}/docs-${topology}-${width}-${url === stack.outputs.apiUrl ? 'api' : 'b2b'}.png`,
        fullPage: true,
      });
      expect(await page.evaluate(findOverflow)).toEqual([]);
    }
  });

  it('asked nobody else, and nothing was blocked', () => {
    const { apiUrl, b2bApiUrl, issuer } = stack.outputs;
    const own = [apiUrl, b2bApiUrl, issuer].map((url) => new URL(url).origin);
    expect([...asked].filter((origin) => !own.includes(origin))).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

/** Runs in the page: elements that reach beyond its right edge, unless a parent scrolls. */
const findOverflow = `(() => {
  const width = document.documentElement.clientWidth;
  const scrolls = (element) =>
    element !== null &&
    (['auto', 'scroll', 'hidden'].includes(getComputedStyle(element).overflowX) ||
      scrolls(element.parentElement));
  return [...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > width + 1)
    .filter((element) => !scrolls(element.parentElement))
    .map((element) => element.tagName + '.' + element.getAttribute('class'));
})()`;

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

/** The status of the answer. */
async function execute(operation: Locator): Promise<string> {
  await operation.locator('button.execute').click();
  const status = operation.locator('.live-responses-table .response-col_status').last();
  await status.waitFor();
  return (await status.innerText()).trim();
}
