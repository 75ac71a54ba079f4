import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AccessLogEntry } from '../../local/gateway/gateway.ts';
import { parseOptions } from '../../local/options.ts';
import { defaultThrottling } from '../../server/deployment/throttling.ts';
import { changePageSchema, marketSchema } from '../../server/domain/market.ts';
import { createCall } from '../api-client.ts';
import { startTestStack } from '../fixture.ts';
import { sendHead } from '../unit/gateway/fixture.ts';
import { startWith } from './options.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(`${tmpdir()}/christmas-markets-`);
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const market = {
  userId: 'me',
  marketName: 'Old Town Market',
  marketDescription: 'Mulled wine',
  marketAveragePrice: 5,
  city: 'iasi',
};

it('throttling is on by default, with the limits of a deployment', async () => {
  await using stack = await startTestStack({ throttling: undefined });
  const { apiUrl } = stack.outputs;
  const { headers } = await fetch(`${apiUrl}/v1/cities`);
  expect(headers.get('x-ratelimit-limit')).toBe(`${defaultThrottling.publicThrottlingRateLimit}`);
});

it('a write over its limit is 429 and stores nothing; reads and public routes have their own limits', async () => {
  const throttling = {
    ...defaultThrottling,
    writeThrottlingRateLimit: 0.001,
    writeThrottlingBurstLimit: 1,
    publicThrottlingRateLimit: 0.001,
    publicThrottlingBurstLimit: 2,
  };
  await using stack = await startTestStack({ throttling });
  const { token } = await stack.applicant('ada');
  const call = createCall(stack.outputs, 'rest');
  expect((await call('b2c.markets.submit', market, token)).status).toBe(201);
  expect((await call('b2c.markets.submit', market, token)).status).toBe(429);
  expect(await stack.stored()).toHaveLength(1);
  const own = await call('b2c.markets.list', { userId: 'me' }, token);
  expect(own.status).toBe(200);
  expect(own.headers.get('x-ratelimit-limit')).toBe(`${defaultThrottling.throttlingRateLimit}`);
  const visits = [1, 2, 3].map(() => call('public.markets.list', { city: 'iasi' }));
  expect((await Promise.all(visits)).map(({ status }) => status).sort()).toEqual([200, 200, 429]);
});

it('npm start -- --faults: 401, 429 and 503 store nothing, lost and cut store the market', async () => {
  await using stack = await startWith({}, '--data-dir', dataDir, '--faults');
  const { token } = await stack.applicant('ada');
  const submit = (fault: string) =>
    fetch(`${stack.outputs.apiUrl}/v1/b2c/christmas-markets/user/me`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'x-fault': fault,
      },
      body: JSON.stringify({ ...market, userId: undefined }),
    });
  for (const fault of ['401', '429', '503']) {
    expect((await submit(fault)).status).toBe(Number(fault));
  }
  expect((await submit('401')).headers.get('www-authenticate')).toContain('the token has expired');
  expect(await stack.stored()).toHaveLength(0);
  await expect(submit('lost')).rejects.toThrow();
  expect(await stack.stored()).toHaveLength(1);
  const cut = await submit('cut');
  await expect(cut.text()).rejects.toThrow();
  expect(await stack.stored()).toHaveLength(2);
});

it('npm start -- --faults: 409 and 410 are refusals of the Lambda, and the market stays pending', async () => {
  await using stack = await startWith({}, '--data-dir', dataDir, '--faults');
  const { token } = await stack.applicant('ada');
  const submitted = await createCall(stack.outputs, 'rest')('b2c.markets.submit', market, token);
  const { marketId, userId, revision } = marketSchema.parse(submitted.body);
  const cityHall = await stack.cityHall('iasi');
  const send = async (fault: string, path: string, body?: object) => {
    const response = await fetch(`${stack.outputs.b2bApiUrl}/v1/b2b/christmas-markets/${path}`, {
      headers: {
        authorization: `Bearer ${cityHall}`,
        'content-type': 'application/json',
        'x-fault': fault,
      },
      ...(body && { method: 'PATCH', body: JSON.stringify(body) }),
    });
    return response.json();
  };
  const decision = { revision, approved: true, decisionsSeen: 0 };
  expect(await send('409', `${marketId}/user/${userId}`, decision)).toMatchObject({
    status: 409,
    code: 'STALE_REVISION',
  });
  expect(await stack.stored()).toMatchObject([{ marketId, status: 'pending' }]);

  const changes = 'city/iasi/changes?cursor=';
  const start = await send('410', `${changes}now`);
  expect(start).toMatchObject({ items: [], more: false });
  const { nextCursor } = changePageSchema.parse(start);
  expect(await send('410', `${changes}${nextCursor}`)).toMatchObject({
    status: 410,
    code: 'CURSOR_EXPIRED',
  });
});

it('with --faults, pages may send x-fault; without, they may not', async () => {
  const allowedHeaders = async (faults: object | undefined) => {
    await using stack = await startTestStack({ faults });
    const { headers } = await fetch(`${stack.outputs.apiUrl}/v1/cities`, {
      method: 'OPTIONS',
      headers: { origin: 'http://localhost:3000', 'access-control-request-method': 'GET' },
    });
    return headers.get('access-control-allow-headers')?.split(',');
  };
  expect(await allowedHeaders({})).toContain('x-fault');
  expect(await allowedHeaders(undefined)).not.toContain('x-fault');
});

it.each([
  [[], undefined],
  [['--faults'], {}],
  [['--fault-every', '3'], { every: 3 }],
])('the options %j configure the faults', (args, faults) => {
  expect(parseOptions({}, args).faults).toEqual(faults);
});

it.each(['0', '-1', '1.5', 'x'])('--fault-every %s is refused', (every) => {
  expect(() => parseOptions({}, [`--fault-every=${every}`])).toThrow(
    /^--fault-every .+ 1 at least$/,
  );
});

it('the page at http://localhost/docs redirects to the origin where it can sign in', async () => {
  await using stack = await startTestStack();
  const { port, host } = new URL(stack.outputs.apiUrl);
  const localhost = await sendHead(Number(port), 'GET /docs', [], `localhost:${port}`);
  expect(localhost.status).toBe(302);
  expect(localhost.headers.get('location')).toEqual([`${stack.outputs.apiUrl}/docs`]);
  expect((await sendHead(Number(port), 'GET /docs', [], host)).status).toBe(200);
});

it('a city hall that calls the API of applicants is told the reason on the terminal', async () => {
  const entries: AccessLogEntry[] = [];
  await using stack = await startTestStack({ accessLog: (entry) => entries.push(entry) });
  const token = await stack.cityHall('iasi');
  const { status } = await createCall(stack.outputs, 'rest')('b2c.users.export', {}, token);
  expect(status).toBe(401);
  expect(entries.at(-1)?.reason).toMatch(
    /^the token does not have a valid audience: found client_id/,
  );
  expect(JSON.stringify(entries)).not.toContain(token);
});
