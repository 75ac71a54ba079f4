import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { useApp } from './app.ts';

const app = useApp();

/** Lighthouse's "slow 4G": 1.6 Mbit/s down, 750 kbit/s up, 150 ms round trip. */
const slow4G = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (750 * 1024) / 8,
};

it.each(['/cities', '/cities/cluj-napoca'])(
  'the first load of %s has under 100 KB of scripts, and nothing moves',
  async (path) => {
    for (let index = 0; index < 5; index++) await app.approved({ marketName: `Market ${index}` });
    await using tab = await app.openTab({ viewport: { width: 412, height: 823 } });
    const { page } = tab;
    await page.addInitScript(() => {
      Object.assign(globalThis, { shifts: 0 });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          if ('value' in entry) Object.assign(globalThis, { shifts: Number(entry.value) });
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
    const scripts: Promise<Buffer>[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.push(response.body());
    });
    await tab.go(path);
    await page
      .getByRole('link', { name: /Cluj-Napoca|Market 0/ })
      .first()
      .waitFor();
    await page.waitForLoadState('networkidle');
    const sizes = (await Promise.all(scripts)).map((body) => gzipSync(body, { level: 9 }).length);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    console.log(`${path}: ${total} bytes of scripts, minified and gzipped`);
    expect(total).toBeLessThan(100_000);
    expect(await page.evaluate('shifts')).toBe(0);
  },
);

it('is interactive under 1.5 s at simulated slow 4G', async () => {
  await app.approved();
  // Not the time of a busy machine: the best of ten attempts at most.
  const times: number[] = [];
  while (times.length < 10 && !times.some((time) => time < 1_500)) {
    await using tab = await app.openTab({ viewport: { width: 412, height: 823 } });
    const { page } = tab;
    const client = await page.context().newCDPSession(page);
    await client.send('Network.enable');
    await client.send('Network.emulateNetworkConditions', slow4G);
    const started = performance.now();
    await page.goto(`${app.url()}/cities`, { waitUntil: 'commit' });
    await page.getByRole('link', { name: 'Cluj-Napoca' }).waitFor();
    times.push(performance.now() - started);
  }
  console.log(`interactive after ${times.map((time) => Math.round(time)).join(', ')} ms`);
  expect(Math.min(...times)).toBeLessThan(1_500);
});
