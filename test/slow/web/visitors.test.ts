import { expect, it } from 'vitest';
import { expectHeading, expectNoComplaint, useApp } from './app.ts';

const app = useApp();

it('a visitor chooses a city, finds its approved markets by date and name, and comes back to them', async () => {
  await app.approved({ marketName: 'Later', opensOn: '2026-12-20' });
  await app.approved({ marketName: 'Târg', opensOn: '2026-12-01', closesOn: '2026-12-24' });
  await app.approved({ marketName: 'Some day' });
  await using tab = await app.openTab();
  const { page } = tab;
  await tab.go('/');
  await page.getByRole('link', { name: 'Cluj-Napoca' }).click();
  await expectHeading(page, 'Christmas markets in Cluj-Napoca');
  expect(await page.title()).toBe('Christmas markets in Cluj-Napoca · Christmas Markets');
  const names = () => page.getByRole('article').getByRole('heading').allTextContents();
  expect(await names()).toEqual(['Târg', 'Later', 'Some day']);
  await page.getByText(/1\s*–\s*24 Dec 2026/).waitFor();

  await page.getByRole('searchbox').fill('targ');
  await expect.poll(names).toEqual(['Târg']);
  expect(page.url()).toBe(`${app.url()}/cities/cluj-napoca?q=targ`);
  await page.getByRole('searchbox').fill('nothing');
  await page.getByText('No market is called “nothing”.').waitFor();
  await page.getByRole('button', { name: 'Show all markets' }).click();
  await expect.poll(names).toHaveLength(3);

  await tab.go('/');
  await expectHeading(page, 'Christmas markets in Cluj-Napoca');
  expectNoComplaint(tab);
});

it('a market has an address of its own, with title, description and Open Graph tags', async () => {
  const { marketId } = await app.approved({ marketName: 'Old Town', marketDescription: 'Huts' });
  await using tab = await app.openTab();
  const { page } = tab;
  await tab.go(`/cities/cluj-napoca/${marketId}`);
  await expectHeading(page, 'Old Town');
  const contents = () =>
    page.evaluate(() =>
      ['meta[name="description"]', 'meta[property="og:title"]', 'meta[property="og:description"]']
        .map((selector) => document.querySelector(selector)?.getAttribute('content'))
        .concat(document.title),
    );
  const title = 'Old Town, Cluj-Napoca · Christmas Markets';
  expect(await contents()).toEqual(['Huts', title, 'Huts', title]);

  await page.getByRole('link', { name: 'All markets in Cluj-Napoca' }).click();
  await expectHeading(page, 'Christmas markets in Cluj-Napoca');
  await page.goBack();
  await expectHeading(page, 'Old Town');
  await page.goForward();
  await expectHeading(page, 'Christmas markets in Cluj-Napoca');
  // A screen reader reads the new page's heading.
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  expectNoComplaint(tab);
});

it('an unknown market, city or page, and a city without markets, say what to do', async () => {
  await using tab = await app.openTab();
  for (const path of ['/cities/cluj-napoca/none', '/cities/atlantis', '/none/at/all']) {
    await tab.go(path);
    await expectHeading(tab.page, 'Nothing here');
    await tab.page.getByRole('link', { name: 'To the cities' }).waitFor();
  }
  await tab.go('/cities/suceava');
  await tab.page.getByText('No market is approved here yet.').waitFor();
  await tab.page.getByRole('link', { name: 'Apply for a market' }).waitFor();
});

it('is in the language of the browser, or the one that was chosen', async () => {
  await app.approved({ marketName: 'Vechi', opensOn: '2026-12-01', closesOn: '2026-12-24' });
  await using tab = await app.openTab({ locale: 'ro-RO' });
  const { page } = tab;
  await tab.go('/cities/cluj-napoca');
  await expectHeading(page, 'Târguri de Crăciun în Cluj-Napoca');
  await page
    .getByText(/1\s*–\s*24 dec\. 2026/)
    .first()
    .waitFor();
  await page.getByText('circa 12,50 EUR pe vizită').first().waitFor();
  expect(await page.getAttribute('html', 'lang')).toBe('ro');
  await page.getByRole('combobox', { name: 'Limba' }).selectOption('English');
  await expectHeading(page, 'Christmas markets in Cluj-Napoca');
  await page.reload();
  await expectHeading(page, 'Christmas markets in Cluj-Napoca');
  expect(await page.getAttribute('html', 'lang')).toBe('en');

  await using other = await app.openTab({ locale: 'ja-JP' });
  await other.go('/cities');
  await expectHeading(other.page, 'Christmas Markets');
});

it('works with the keyboard alone', async () => {
  await using tab = await app.openTab();
  const { page } = tab;
  await tab.go('/cities');
  await page.getByRole('link', { name: 'Cluj-Napoca' }).waitFor();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
    'Skip to the content',
  );
  for (let presses = 0; presses < 20; presses++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => document.activeElement?.textContent);
    if (focused === 'Cluj-Napoca') break;
  }
  await page.keyboard.press('Enter');
  await expectHeading(page, 'Christmas markets in Cluj-Napoca');
});

it('sends requests to its own stack only, and runs under a strict policy', async () => {
  await using tab = await app.openTab();
  const { page, requests } = tab;
  const response = await page.goto(`${app.url()}/cities`);
  await page.getByRole('link', { name: 'Cluj-Napoca' }).click();
  await expectHeading(page, 'Christmas markets in Cluj-Napoca');
  const { apiUrl } = app.stack().outputs;
  expect(new Set(requests.map((url) => new URL(url).origin))).toEqual(new Set([app.url(), apiUrl]));
  const policy = response?.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  expect(policy).not.toContain('unsafe');
  const injected = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "injected"';
    document.head.append(script);
    return document.title;
  });
  expect(injected).not.toBe('injected');
});

it('keeps built files, revalidates pages, and answers a missing file with 404 and no page', async () => {
  const headersOf = async (path: string) => {
    const { status, headers } = await fetch(`${app.url()}${path}`);
    return [status, headers.get('cache-control'), headers.get('content-type')];
  };
  const page = await (await fetch(`${app.url()}/any/page`)).text();
  const script = /\/assets\/[\w-]+\.js/.exec(page)?.[0] ?? '';
  const immutable = 'public, max-age=31536000, immutable';
  expect(await headersOf(script)).toEqual([200, immutable, expect.stringMatching(/javascript/)]);
  expect(await headersOf('/any/page')).toEqual([200, 'no-cache', 'text/html; charset=utf-8']);
  expect((await headersOf('/assets/none.js')).slice(0, 2)).toEqual([404, 'no-cache']);
  const config = await (await fetch(`${app.url()}/config.json`)).text();
  const { outputs } = app.stack();
  expect(JSON.parse(config)).toMatchObject({ apiUrl: outputs.apiUrl, issuer: outputs.issuer });
  for (const { clientSecret } of outputs.cityHalls) expect(config).not.toContain(clientSecret);
});
