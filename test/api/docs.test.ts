import { describe, expect, it } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { createStackEnvironment } from '../../server/deployment/environment.ts';
import { docsCallbackPath, docsFileNames, docsFiles } from '../../server/docs/files.ts';
import { startTestStack } from '../fixture.ts';
import { member, parseJson } from '../openapi/json.ts';
import { createTestHandler, openLambdaDoor } from '../security/doors.ts';
import { useStack } from '../use-stack.ts';

describe.each(['shared', 'split'] as const)('topology %s', (topology) => {
  const stack = useStack({ topology });

  it('GET /openapi.json describes only the operations and the server of its API', async () => {
    const { apiUrl, b2bApiUrl, tokenUrl, b2bTokenUrl, authorizeUrl } = stack.outputs;
    const applicant = { authorizationCode: { tokenUrl, authorizationUrl: authorizeUrl } };
    const cityHall = { clientCredentials: { tokenUrl: b2bTokenUrl } };
    const expected =
      topology === 'shared'
        ? [{ url: apiUrl, flows: { applicant, cityHall }, sides: ['b2b', 'b2c'] }]
        : [
            { url: apiUrl, flows: { applicant }, sides: ['b2c'] },
            { url: b2bApiUrl, flows: { cityHall }, sides: ['b2b'] },
          ];
    for (const { url, flows, sides } of expected) {
      const text = await (await fetch(`${url}/openapi.json`)).text();
      const servers = [...text.matchAll(/"servers":\[\{"url":"([^"]+)"/g)].map(([, each]) => each);
      expect(servers).toEqual([url]);
      const { components, paths } = parseJson(text);
      const schemes = Object.entries(flows).map(([name, each]) => [name, { flows: each }]);
      expect(components).toMatchObject({ securitySchemes: Object.fromEntries(schemes) });
      const served = Object.keys(member({ paths }, 'paths'));
      expect(served).toContain('/v1/cities');
      const found = served.flatMap((path) => /^\/v1\/(b2\w)\//.exec(path)?.[1] ?? []);
      expect([...new Set(found)].sort()).toEqual(sides);
    }
  });

  it('GET /docs is at each API, and sign-in returns to that of the applicants', async () => {
    const { apiUrl, b2bApiUrl, callbackUrls } = stack.outputs;
    for (const url of new Set([apiUrl, b2bApiUrl])) {
      for (const path of ['/docs', docsCallbackPath]) {
        expect([path, (await fetch(url + path)).status]).toEqual([path, 200]);
      }
    }
    const returns = callbackUrls.filter((url) => url.endsWith(docsCallbackPath));
    expect(returns).toEqual([`${apiUrl}${docsCallbackPath}`]);
  });

  it('GET /docs may call its own API and token endpoints and no other host', async () => {
    const { apiUrl, b2bApiUrl, tokenUrl, b2bTokenUrl, b2cClientId } = stack.outputs;
    const called =
      topology === 'shared'
        ? [[apiUrl, apiUrl, tokenUrl, b2bTokenUrl]]
        : [
            [apiUrl, apiUrl, tokenUrl],
            [b2bApiUrl, b2bApiUrl, b2bTokenUrl],
          ];
    for (const [url, ...urls] of called) {
      const { headers } = await fetch(`${url}/docs`);
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      const origins = urls.map((each) => new URL(each).origin);
      expect(headers.get('content-security-policy')?.split('; ')).toEqual([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        `connect-src 'self' ${[...new Set(origins)].join(' ')}`,
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ]);
    }
    const page = await fetch(`${apiUrl}/docs`);
    const html = await page.text();
    expect(html).toContain(`data-client-id="${b2cClientId}"`);
    const links = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, link]) => link);
    expect(links).toContain('docs/swagger-ui-bundle.js');
    expect(links.filter((link) => !/^(docs\/[\w.-]+|openapi\.json)$/.test(link ?? ''))).toEqual([]);
  });
});

describe('a page', () => {
  const stack = useStack();

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
    // CORS headers depend on the origin: a cache must not give one origin's response to the next.
    expect(compressed?.headers.get('vary')).toBe('accept-encoding, origin');
    const bytes = async (response?: Response) =>
      Buffer.from((await response?.arrayBuffer()) ?? new ArrayBuffer(0));
    expect((await bytes(compressed)).equals(await bytes(plain))).toBe(true);
  });

  it.each(docsFileNames)('/docs/%s has its content and its media type', async (name) => {
    const { headers } = await fetch(`${stack.outputs.apiUrl}/docs/${name}`);
    expect(headers.get('content-type')).toBe(docsFiles[name].contentType);
  });

  it('/docs links to the licences of the files that it serves', async () => {
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

  it('/docs/oauth2-redirect.html sends no referrer with the code', async () => {
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

describe('CORS', () => {
  it('a cache never gives one origin the response of another', async () => {
    await using stack = await startTestStack();
    const origins = ['http://localhost:3000', 'http://localhost:5173'];
    for (const target of ['/openapi.json', '/docs', '/v1/cities']) {
      for (const origin of origins) {
        const { headers } = await fetch(stack.outputs.apiUrl + target, {
          headers: { origin },
        });
        expect(headers.get('access-control-allow-origin')).toBe(origin);
        const vary = headers.get('vary')?.split(', ');
        expect([target, vary?.includes('origin')]).toEqual([target, true]);
      }
    }
  });

  it('pages may send the headers of tracing and error tools', async () => {
    await using stack = await startTestStack();
    const { headers } = await fetch(`${stack.outputs.apiUrl}/v1/cities`, {
      method: 'OPTIONS',
      headers: { origin: 'http://localhost:3000', 'access-control-request-method': 'GET' },
    });
    expect(headers.get('access-control-allow-headers')?.split(',')).toEqual(
      expect.arrayContaining(['traceparent', 'tracestate', 'baggage', 'sentry-trace']),
    );
  });
});

describe('the rate limit', () => {
  it('is told with every answer where it is configured, and not where it is not', async () => {
    await using stack = await startTestStack();
    const limits = { rateLimit: 100, writeRateLimit: 20, publicRateLimit: 50 };
    const config = readConfig(createStackEnvironment(stack.outputs, limits));
    await using door = await openLambdaDoor(stack, {
      handler: createTestHandler(stack, { config }),
    });
    const limitOf = async (origin: string, target: string, method = 'GET') =>
      (await fetch(origin + target, { method })).headers.get('x-ratelimit-limit');
    const { apiUrl } = door.outputs;
    expect(await limitOf(apiUrl, '/health')).toBe('50');
    expect(await limitOf(apiUrl, '/health', 'HEAD')).toBe('50');
    expect(await limitOf(apiUrl, '/trpc/public/health')).toBe('50');
    expect(await limitOf(apiUrl, '/v1/b2c/users/me')).toBe('100');
    expect(await limitOf(apiUrl, '/v1/b2c/users/me', 'DELETE')).toBe('20');
    expect(await limitOf(apiUrl, '/trpc/b2c/markets.list')).toBe('100');
    expect(await limitOf(stack.outputs.apiUrl, '/health')).toBeNull();
  });
});
