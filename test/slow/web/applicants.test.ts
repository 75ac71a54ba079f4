import { readFile } from 'node:fs/promises';
import { beforeEach, expect, it } from 'vitest';
import { createB2cClient } from '../../../sdk/src/index.ts';
import { signInDemoApplicant } from '../../demo-applicant.ts';
import { expectHeading, expectNoComplaint, fillForm, signIn, submission, useApp } from './app.ts';

const app = useApp();

async function demoClient() {
  const { outputs } = app.stack();
  return createB2cClient({ url: outputs.apiUrl, token: await signInDemoApplicant(outputs) });
}

beforeEach(async () => {
  await (await demoClient()).users.erase();
});

it('applies on a phone; the city approves; visitors see it; an edit hides it until it is approved again', async () => {
  await using tab = await app.openTab({ viewport: { width: 360, height: 740 } });
  const { page, requests } = tab;
  await tab.go('/my/apply');
  await signIn(page, app.stack());
  // The code is spent, and gone from the address bar with the state.
  expect(page.url()).toBe(`${app.url()}/my/apply`);
  const { authorizeUrl } = app.stack().outputs;
  const authorize = requests.find((url) => url.startsWith(authorizeUrl)) ?? '';
  expect(new URL(authorize).searchParams.get('code_challenge_method')).toBe('S256');
  await fillForm(page, submission);
  await page.getByRole('button', { name: 'Send to the city hall' }).click();
  await page.getByText(`“${submission.marketName}” was sent to the city hall.`).waitFor();
  await page.getByText('Waiting for the city hall').waitFor();

  const [stored] = await app.stack().stored();
  expect(stored).toMatchObject(submission);
  const hall = app.cityHall();
  const { items } = await hall.markets.list({ city: 'Cluj-Napoca', status: 'pending' });
  const [market] = items;
  if (market === undefined) throw new Error('Expected a market that waits');
  await hall.markets.approve(market);
  await page.reload();
  await page.getByRole('link', { name: 'See it as visitors do' }).click();
  await expectHeading(page, submission.marketName);

  await page.goBack();
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Name').fill('Old Town');
  await page.getByRole('button', { name: 'Save and send again' }).click();
  await page.getByText('“Old Town” was saved and waits').waitFor();
  await using visitor = await app.openTab();
  await visitor.go('/cities/cluj-napoca');
  await visitor.page.getByText('No market is approved here yet.').waitFor();

  await hall.markets.approve(await hall.markets.get(market));
  await visitor.page.reload();
  await visitor.page.getByRole('link', { name: 'Old Town' }).waitFor();
  expectNoComplaint(tab);
});

it('a rejection is shown with its reason and in the history, in the language of the applicant', async () => {
  const client = await demoClient();
  const market = await client.markets.submit(submission);
  await app.cityHall().markets.reject(market, 'Too loud');
  await using tab = await app.openTab();
  const { page } = tab;
  await tab.go('/my');
  await signIn(page, app.stack());
  await page.getByText('Reason: Too loud').waitFor();
  await page.getByRole('link', { name: submission.marketName }).click();
  await expectHeading(page, submission.marketName);
  await page.getByRole('heading', { name: 'History' }).waitFor();
  await page.getByText('Too loud').waitFor();
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Română');
  await page.getByRole('heading', { name: 'Istoric' }).waitFor();
  expect(await page.getByText('Respins').count()).toBe(2);
});

it('checks the limits of the contract while one types, and shows what the API refuses at its field', async () => {
  await using tab = await app.openTab();
  const { page } = tab;
  await tab.go('/my/apply');
  await signIn(page, app.stack());
  await page.getByRole('button', { name: 'Send to the city hall' }).click();
  await page.getByText('4 values need a correction').waitFor();
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('name')))
    .toBe('marketName');
  await page.getByLabel('Name').fill('🎄'.repeat(121));
  await page.getByText('1 character too many.').waitFor();
  await page.getByLabel('Name').fill('🎄'.repeat(120));
  await page.getByText('1 character too many.').waitFor({ state: 'detached' });
  await page.getByLabel('Average cost of a visit').fill('12.505');
  await page.getByText('Write a price with at most two decimals').waitFor();
  await page.getByLabel('First day').fill('2026-12-10');
  await page.getByLabel('Last day').fill('2026-12-01');
  await page.getByText('The last day must not be before the first.').waitFor();
  await page.getByLabel('Last day').fill('2026-12-24');

  // What only the API knows: a bidirectional formatting character.
  await fillForm(page, { marketName: 'Old\u202ETown' });
  await page.getByRole('button', { name: 'Send to the city hall' }).click();
  const name = page.getByLabel('Name');
  await expect.poll(() => name.getAttribute('aria-invalid')).toBe('true');
  const described = (await name.getAttribute('aria-describedby'))?.split(' ').at(-1) ?? '';
  const message = page.locator(`[id="${described}"]`);
  expect(await message.textContent()).toBe('Remove hidden characters and control characters.');
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Română');
  await expect
    .poll(() => message.textContent())
    .toBe('Șterge caracterele ascunse și cele de control.');
  expect(await app.stack().stored()).toEqual([]);
});

it('a draft survives a reload and the way to the sign-in', async () => {
  await using tab = await app.openTab();
  const { page } = tab;
  await tab.go('/my/apply');
  await signIn(page, app.stack());
  await fillForm(page, { marketName: 'A draft' });
  await page.reload();
  expect(await page.getByLabel('Name').inputValue()).toBe('A draft');
  // The sign-in ends behind the app's back.
  await endSession(page);
  await page.reload();
  await signInAgain(page);
  expect(page.url()).toBe(`${app.url()}/my/apply`);
  expect(await page.getByLabel('Name').inputValue()).toBe('A draft');
  await page.getByRole('button', { name: 'Send to the city hall' }).click();
  await page.getByText('“A draft” was sent').waitFor();
  await tab.go('/my/apply');
  expect(await page.getByLabel('Name').inputValue()).toBe('');
});

it('a session that ends during a call says so, keeps the draft and goes on after the sign-in', async () => {
  await using tab = await app.openTab();
  const { page } = tab;
  await tab.go('/my/apply');
  await signIn(page, app.stack());
  await fillForm(page, { marketName: 'Long writing' });
  await endSession(page);
  await page.getByRole('button', { name: 'Send to the city hall' }).click();
  await expectHeading(page, 'Your session has ended');
  await signInAgain(page);
  expect(await page.getByLabel('Name').inputValue()).toBe('Long writing');
});

it('a stale edit shows both contents, and keeps either', async () => {
  const client = await demoClient();
  const market = await client.markets.submit(submission);
  for (const keepsMine of [true, false]) {
    await using tab = await app.openTab();
    const { page } = tab;
    await tab.go(`/my/markets/${market.marketId}/edit`);
    await signIn(page, app.stack());
    const [mine, newer] = keepsMine ? ['Mine', 'Newer'] : ['Mine 2', 'Newer 2'];
    await page.getByLabel('Name').fill(mine);
    await client.markets.edit(await client.markets.get(market), { marketName: newer });
    await page.getByRole('button', { name: 'Save and send again' }).click();
    await page.getByText('The market has changed meanwhile').waitFor();
    const row = page.getByRole('row', { name: /^Name/ });
    expect(await row.getByRole('cell').allTextContents()).toEqual([mine, newer]);
    await page
      .getByRole('button', { name: keepsMine ? 'Keep mine' : 'Take the newer one' })
      .click();
    expect(await page.getByLabel('Name').inputValue()).toBe(keepsMine ? mine : newer);
    if (keepsMine) {
      await page.getByRole('button', { name: 'Save and send again' }).click();
      await page.getByText('“Mine” was saved').waitFor();
    }
    expect((await client.markets.get(market)).marketName).toBe(keepsMine ? mine : newer);
  }
});

it('withdraws after a question, and another tab learns of it', async () => {
  const client = await demoClient();
  await client.markets.submit(submission);
  await using tab = await app.openTab();
  const { page } = tab;
  await tab.go('/my');
  await signIn(page, app.stack());
  // Session storage belongs to one tab, but the sign-in page still knows the person.
  const other = await page.context().newPage();
  await other.goto(`${app.url()}/my`);
  await other.getByRole('button', { name: 'Sign in or sign up' }).click();
  await other.getByRole('link', { name: submission.marketName }).waitFor();

  await page.getByRole('link', { name: submission.marketName }).click();
  await page.getByRole('button', { name: 'Withdraw' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('deleted for good').waitFor();
  await page.keyboard.press('Escape');
  expect(await app.stack().stored()).toHaveLength(1);
  await page.getByRole('button', { name: 'Withdraw' }).click();
  await dialog.getByRole('button', { name: 'Withdraw' }).click();
  await page.getByText(`“${submission.marketName}” was withdrawn.`).waitFor();
  await page.getByText('You have not applied yet.').waitFor();
  expect(await app.stack().stored()).toEqual([]);

  await other.getByRole('link', { name: submission.marketName }).click();
  await other.getByText('This market no longer exists.').waitFor();
});

it('downloads and erases everything that is kept about the applicant', async () => {
  const client = await demoClient();
  for (let index = 0; index < 3; index++) await client.markets.submit(submission);
  await using tab = await app.openTab();
  const { page } = tab;
  await tab.go('/my/data');
  await signIn(page, app.stack());
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download as a file' }).click(),
  ]);
  const data: { markets: unknown[] } = JSON.parse(await readFile(await download.path(), 'utf8'));
  expect(data.markets).toHaveLength(3);
  await page.getByRole('button', { name: 'Erase everything' }).click();
  await page.getByRole('button', { name: 'Erase all my markets' }).click();
  await page.getByText('3 markets were erased.').waitFor();
  expect(await app.stack().stored()).toEqual([]);
});

it('signs out here and at the sign-in page, and leaves no token and no draft', async () => {
  await using tab = await app.openTab();
  const { page } = tab;
  await tab.go('/my/apply');
  await signIn(page, app.stack());
  await page.getByLabel('Name').fill('A secret');
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toMatch(/eyJ|secret/);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(`${app.url()}/cities`);
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toMatch(/eyJ|secret/);
  await tab.go('/my');
  await page.getByRole('button', { name: 'Sign in or sign up' }).click();
  await page.getByLabel('Password').waitFor();
});

type Page = Awaited<ReturnType<typeof app.openTab>>['page'];

/** The tokens are gone, as after a sign-out elsewhere. The drafts stay. */
function endSession(page: Page): Promise<void> {
  return page.evaluate(() => {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith('christmas-markets.')) sessionStorage.removeItem(key);
    }
  });
}

/** The sign-in page still knows the person. */
async function signInAgain(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign in or sign up' }).click();
  await page.getByText('Signed in as demo@example.com').waitFor();
}
