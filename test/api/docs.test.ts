import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { toEnvironment } from '../../server/deployment/environment.ts';
import { docsCallbackPath, docsFileNames, docsFiles } from '../../server/docs/files.ts';
import { startTestStack, type TestStack } from '../fixture.ts';
import { member, parseJson } from '../openapi/json.ts';
import { createTestHandler, openLambdaDoor } from '../security/doors.ts';

describe.each(['shared', 'split'] as const)('topology %s', (topology) => {
  let stack: TestStack;
  beforeAll(async () => {
    stack = await startTestStack({ topology });
  });
  afterAll(() => stack[Symbol.asyncDispose]());

  it('GET /openapi.json names this deployment, on both APIs alike', async () => {
    const { apiUrl, b2bApiUrl, tokenUrl, b2bTokenUrl, authorizeUrl } = stack.outputs;
    const text = await (await fetch(`${apiUrl}/openapi.json`)).text();
    expect(await (await fetch(`${b2bApiUrl}/openapi.json`)).text()).toBe(text);
    const schemes = member(member(parseJson(text), 'components'), 'securitySchemes');
    expect(schemes).toMatchObject({
      applicant: { flows: { authorizationCode: { tokenUrl, authorizationUrl: authorizeUrl } } },
      cityHall: { flows: { clientCredentials: { tokenUrl: b2bTokenUrl } } },
    });
    const servers = [...text.matchAll(/"servers":\[\{"url":"([^"]+)"/g)].map(([, url]) => url);
    expect(servers.toSorted()).toEqual(
      topology === 'shared' ? [apiUrl] : [apiUrl, b2bApiUrl, b2bApiUrl].toSorted(),
    );
  });

  it('GET /docs is where its sign-in returns to, and not where nobody could sign in on it', async () => {
    const { apiUrl, b2bApiUrl, callbackUrls } = stack.outputs;
    for (const url of new Set([apiUrl, b2bApiUrl])) {
      const mayReturn = callbackUrls.includes(`${url}${docsCallbackPath}`);
      expect(mayReturn).toBe(url === apiUrl);
      for (const path of ['/docs', docsCallbackPath]) {
        expect([path, (await fetch(url + path)).status]).toEqual([path, mayReturn ? 200 : 404]);
      }
    }
  });

  it('GET /docs may speak with this deployment and nobody else', async () => {
    const { apiUrl, b2bApiUrl, tokenUrl, b2bTokenUrl, b2cClientId } = stack.outputs;
    const page = await fetch(`${apiUrl}/docs`);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const origins = [apiUrl, b2bApiUrl, tokenUrl, b2bTokenUrl].map((url) => new URL(url).origin);
    expect(page.headers.get('content-security-policy')?.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      `connect-src 'self' ${[...new Set(origins)].join(' ')}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
    const html = await page.text();
    expect(html).toContain(`data-client-id="${b2cClientId}"`);
    const links = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, link]) => link);
    expect(links).toContain('docs/swagger-ui-bundle.js');
    expect(links.filter((link) => !/^(docs\/[\w.-]+|openapi\.json)$/.test(link ?? ''))).toEqual([]);
  });
});

describe('a page', () => {
  let stack: TestStack;
  beforeAll(async () => {
    stack = await startTestStack();
  });
  afterAll(() => stack[Symbol.asyncDispose]());

  const targets = ['/openapi.json', '/docs', ...docsFileNames.map((name) => `/docs/${name}`)];

  it.each(targets)('%s can be kept, and asked for again by its tag', async (target) => {
    const url = stack.outputs.apiUrl + target;
    const first = await fetch(url);
    const etag = first.headers.get('etag') ?? '';
    expect(first.status).toBe(200);
    expect(first.headers.get('cache-control')).toBe(
      target.endsWith('.html') ? 'no-store' : 'public, max-age=300',
    );
    expect(first.headers.get('x-content-type-options')).toBe('nosniff');
    for (const known of [etag, etag.replace('W/', ''), `"other", ${etag}`, '*']) {
      const again = await fetch(url, { headers: { 'if-none-match': known } });
      expect([known, again.status, await again.text()]).toEqual([known, 304, '']);
    }
    const changed = await fetch(url, { headers: { 'if-none-match': '"other"' } });
    expect(changed.status).toBe(200);
  });

  it.each(targets)('%s is the same compressed and plain', async (target) => {
    const url = stack.outputs.apiUrl + target;
    const [compressed, plain, refused] = await Promise.all(
      ['br, gzip;q=0.5', 'identity', 'gzip;q=0'].map((accepted) =>
        fetch(url, { headers: { 'accept-encoding': accepted } }),
      ),
    );
    expect(compressed?.headers.get('content-encoding')).toBe('gzip');
    expect(plain?.headers.get('content-encoding')).toBeNull();
    expect(refused?.headers.get('content-encoding')).toBeNull();
    expect(compressed?.headers.get('vary')).toBe('accept-encoding');
    const bytes = async (response?: Response) =>
      Buffer.from((await response?.arrayBuffer()) ?? new ArrayBuffer(0));
    expect((await bytes(compressed)).equals(await bytes(plain))).toBe(true);
  });

  it.each(docsFileNames)('/docs/%s is what it says', async (name) => {
    const { headers } = await fetch(`${stack.outputs.apiUrl}/docs/${name}`);
    expect(headers.get('content-type')).toBe(docsFiles[name].contentType);
  });

  it('/docs links to the licences of what it serves: Apache-2.0 and MIT want them with each copy', async () => {
    const page = await (await fetch(`${stack.outputs.apiUrl}/docs`)).text();
    const links = [...page.matchAll(/<a href="(docs\/[^"]+)">/g)].map(([, path = '']) => path);
    const texts = await Promise.all(
      links.map(async (path) => (await fetch(`${stack.outputs.apiUrl}/${path}`)).text()),
    );
    expect(texts).toEqual([
      expect.stringContaining('Apache License'),
      expect.stringContaining('SmartBear'),
      expect.stringContaining('DOMPurify'),
    ]);
  });

  it('/docs/oauth2-redirect.html keeps the code in its address to itself', async () => {
    const { headers } = await fetch(`${stack.outputs.apiUrl}/docs/oauth2-redirect.html?code=c`);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')?.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
  });

  it.each(['index.html', '..%2fopenapi.json', '__proto__', 'constructor', 'PAGE.JS'])(
    '/docs/%s is not there',
    async (name) => {
      const answer = await fetch(`${stack.outputs.apiUrl}/docs/${name}`);
      expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'NOT_FOUND' }]);
    },
  );

  it('/docs is not there where its files are not', async () => {
    await using door = await openLambdaDoor(stack, { handler: createTestHandler(stack) });
    expect((await fetch(`${door.outputs.apiUrl}/docs`)).status).toBe(404);
  });
});

describe('the rate limit', () => {
  it('is told with every answer where it is configured, and not where it is not', async () => {
    await using stack = await startTestStack();
    const limits = { rateLimit: 100, writeRateLimit: 20 };
    const config = readConfig(toEnvironment(stack.outputs, limits));
    await using door = await openLambdaDoor(stack, {
      handler: createTestHandler(stack, { config }),
    });
    const limitOf = async (origin: string, target: string, method = 'GET') =>
      (await fetch(origin + target, { method })).headers.get('x-ratelimit-limit');
    const { apiUrl } = door.outputs;
    expect(await limitOf(apiUrl, '/health')).toBe('100');
    expect(await limitOf(apiUrl, '/v1/b2c/users/me')).toBe('100');
    expect(await limitOf(apiUrl, '/v1/b2c/users/me', 'DELETE')).toBe('20');
    expect(await limitOf(apiUrl, '/trpc/b2c/markets.list')).toBe('100');
    expect(await limitOf(stack.outputs.apiUrl, '/health')).toBeNull();
  });
});
