import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import type { StackOptions } from '../../../local/stack-options.ts';
import {
  type B2bClient,
  clientCredentials,
  createB2bClient,
  createB2cClient,
  type Market,
  type MarketSubmission,
} from '../../../sdk/src/index.ts';
import { startTestStack, type TestStack } from '../../fixture.ts';
import { launchChromium } from '../chromium.ts';

export type Tab = AsyncDisposable & {
  page: Page;
  /** Opens a path of the app. */
  go(path: string): Promise<void>;
  /** The URLs of all requests. */
  requests: string[];
  /** Unexpected errors and warnings of the console and the pages. */
  complaints: string[];
};

export type App = {
  stack(): TestStack;
  url(): string;
  cityHall(): B2bClient;
  /** A tab of a browser that knows nothing yet. */
  openTab(options?: BrowserContextOptions): Promise<Tab>;
  /** A market of another applicant, approved. */
  approved(market?: Partial<MarketSubmission>): Promise<Market>;
};

/** The app, served as `npm start` does, and a Chromium. */
export function useApp(options: Partial<StackOptions> = {}): App {
  let stack: TestStack | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    stack = await startTestStack({
      ports: { api: 0, b2bApi: 0, issuer: 0, web: 0 },
      topology: 'split',
      ...options,
    });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.[Symbol.asyncDispose]();
  });
  const running = (): TestStack => {
    if (stack === undefined) throw new Error('The stack is not running.');
    return stack;
  };
  const url = () => running().outputs.webUrl ?? '';
  const cityHall = () => {
    const { b2bApiUrl, b2bTokenUrl, cityHalls } = running().outputs;
    const hall = cityHalls.find(({ name }) => name === 'cluj');
    if (hall === undefined) throw new Error('Expected the city hall cluj');
    const { clientId, clientSecret } = hall;
    const token = clientCredentials({ tokenUrl: b2bTokenUrl, clientId, clientSecret });
    return createB2bClient({ url: b2bApiUrl, token });
  };
  return {
    stack: running,
    url,
    cityHall,
    async openTab(contextOptions = {}) {
      if (browser === undefined) throw new Error('The browser is not running.');
      const context = await browser.newContext({ locale: 'en-GB', ...contextOptions });
      const page = await context.newPage();
      const requests: string[] = [];
      const complaints: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      return {
        page,
        requests,
        complaints,
        go: async (path) => void (await page.goto(`${url()}${path}`)),
        [Symbol.asyncDispose]: () => context.close(),
      };
    },
    async approved(market = {}) {
      const { token } = await running().applicant('another');
      const client = createB2cClient({ url: running().outputs.apiUrl, token });
      const submitted = await client.markets.submit({ ...submission, ...market });
      return cityHall().markets.approve(submitted);
    },
  };
}

export const submission = {
  marketName: 'Târgul din Piața Unirii',
  marketDescription: 'Forty huts\nand a carousel',
  marketAveragePrice: 12.5,
  city: 'Cluj-Napoca',
};

/** Through the real pages, as the demo applicant. The tab shows the button of the app. */
export async function signIn(page: Page, { outputs }: TestStack): Promise<void> {
  await page.getByRole('button', { name: 'Sign in or sign up' }).click();
  const { email = '', password = '' } = outputs.demoApplicant ?? {};
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText(`Signed in as ${email}`).waitFor();
}

export async function fillForm(
  page: Page,
  { marketName, marketDescription }: { marketName: string; marketDescription?: string },
): Promise<void> {
  await page.getByLabel('Name').fill(marketName);
  await page.getByLabel('Description').fill(marketDescription ?? submission.marketDescription);
  await page.getByLabel('Average cost of a visit').fill('12.50');
  await page.getByRole('combobox', { name: 'City' }).selectOption('Cluj-Napoca');
}

/** The heading of the page, which also has the focus after a navigation. */
export async function expectHeading(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

export function expectNoComplaint({ complaints }: Tab): void {
  expect(complaints).toEqual([]);
}
