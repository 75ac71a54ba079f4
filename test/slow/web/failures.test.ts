import { expect, it } from 'vitest';
import { expectHeading, fillForm, signIn, useApp } from './app.ts';

const app = useApp();

it('offline, a visitor is told so, and goes on by itself when the connection is back', async () => {
  await app.approved({ marketName: 'Old Town' });
  await using tab = await app.openTab();
  const { page } = tab;
  await tab.go('/cities');
  await page.getByRole('link', { name: 'Cluj-Napoca' }).waitFor();
  await page.context().setOffline(true);
  await page.getByText('You are offline.').waitFor();
  await page.getByRole('link', { name: 'Cluj-Napoca' }).click();
  await page.getByText('You seem to be offline.').waitFor();
  await page.context().setOffline(false);
  await page.getByRole('link', { name: 'Old Town' }).waitFor();
  await page.getByText('You are offline.').waitFor({ state: 'detached' });
});

it('offline, a submission waits with its draft, and is sent once', async () => {
  await using tab = await app.openTab();
  const { page } = tab;
  await tab.go('/my/apply');
  await signIn(page, app.stack());
  await fillForm(page, { marketName: 'Sent later' });
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Send to the city hall' }).click();
  await page.getByText('You are offline.').waitFor();
  await page.getByRole('button', { name: 'Sending…' }).waitFor();
  await page.context().setOffline(false);
  await page.getByText('“Sent later” was sent').waitFor();
  const sent = (await app.stack().stored()).filter((each) => each.marketName === 'Sent later');
  expect(sent).toHaveLength(1);
});

it('429 and 503 are shown as what they are, and Try again goes on', async () => {
  await using tab = await app.openTab();
  const { page } = tab;
  for (const [status, text] of [
    [429, 'Many people are here right now.'],
    [503, 'Something failed on our side.'],
  ] as const) {
    await page.route('**/v1/cities/*/christmas-markets*', (route) =>
      route.fulfill({
        status,
        json: { message: 'refused' },
        headers: { 'access-control-allow-origin': app.url() },
      }),
    );
    await tab.go('/cities/cluj-napoca');
    await page.getByText(text).waitFor();
    await page.unrouteAll();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expectHeading(page, 'Christmas markets in Cluj-Napoca');
  }
});

it('a lost answer to a submission makes no second market', async () => {
  await using tab = await app.openTab();
  const { page } = tab;
  await tab.go('/my/apply');
  await signIn(page, app.stack());
  await fillForm(page, { marketName: 'Only one' });
  let lost = 0;
  await page.route(/markets\.submit/, async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    lost += 1;
    await route.fetch();
    await route.abort();
  });
  await page.getByRole('button', { name: 'Send to the city hall' }).click();
  await page.getByText('No answer arrived.').waitFor();
  expect(await page.getByLabel('Name').inputValue()).toBe('Only one');
  // Every repeat of the SDK, and those with a new token: an answer without CORS headers may be a 401.
  expect(lost).toBeGreaterThan(2);
  await page.unrouteAll();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('“Only one” was sent').waitFor();
  const sent = (await app.stack().stored()).filter((each) => each.marketName === 'Only one');
  expect(sent).toHaveLength(1);
});

it('a refused sign-in is explained, without a loop', async () => {
  await using tab = await app.openTab();
  await tab.go('/callback?error=access_denied&state=x');
  await expectHeading(tab.page, 'The sign-in did not finish');
  await tab.page.getByRole('link', { name: 'Sign in or sign up' }).waitFor();
});
