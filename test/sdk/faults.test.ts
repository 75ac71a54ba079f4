import { beforeAll, describe, expect, it } from 'vitest';
import {
  createB2bClient,
  createB2cClient,
  isGatewayError,
  isNetworkError,
} from '../../sdk/src/index.ts';
import { useStack } from '../use-stack.ts';
import { type Fault, startFaultyProxy } from './faulty-proxy.ts';
import { createSubmission } from './markets.ts';

const stack = useStack({ marketsPerApplicant: 100 });
let token: string;
let cityHallToken: string;
beforeAll(async () => {
  ({ token } = await stack.applicant('faults'));
  cityHallToken = await stack.cityHall('cluj');
});

/** Each may pass by itself, and none says whether the server did its work. */
const transient: [string, Fault][] = [
  ['a connection that breaks before the request', 'drop-request'],
  ['a connection that breaks before the answer', 'drop-answer'],
  ['a body that is cut off by the connection', 'cut-body'],
  ['a body that ends too early', 'truncate-body'],
  ['429 of the gateway', { status: 429, body: '{"message":"Too Many Requests"}' }],
  ['500 of the gateway', { status: 500, body: '{"message":"Internal Server Error"}' }],
  ['502 with a page of HTML', { status: 502, body: '<h1>Bad Gateway</h1>' }],
  ['503 of the gateway', { status: 503, body: '{"message":"Service Unavailable"}' }],
  ['504 without a body', { status: 504 }],
];

// Side by side: what takes time here is waiting between repeats.
describe.concurrent.each(transient)('%s', (_, fault) => {
  it('is repeated for submit, and the server keeps one market', async () => {
    await using scene = await createScene();
    scene.faults.push(fault, fault);
    const market = await scene.applicant.markets.submit(scene.submission);
    expect(scene.seen).toEqual(Array(3).fill('POST /trpc/b2c/markets.submit'));
    expect(await scene.stored()).toMatchObject([{ marketId: market.marketId }]);
  });

  it('ends the call after two repeats, with one market at most', async () => {
    await using scene = await createScene();
    scene.faults.push(fault, fault, fault);
    const submitted = scene.applicant.markets.submit(scene.submission);
    const error = await submitted.catch((thrown) => thrown);
    expect(isNetworkError(error) || isGatewayError(error)).toBe(true);
    expect(scene.seen).toHaveLength(3);
    const isServed = ['drop-answer', 'cut-body', 'truncate-body'].some((each) => each === fault);
    expect(await scene.stored()).toHaveLength(isServed ? 1 : 0);
  });

  it('is repeated for list and withdraw', async () => {
    await using scene = await createScene();
    const market = await scene.applicant.markets.submit(scene.submission);
    scene.faults.push(fault);
    expect((await scene.applicant.markets.list({ limit: 100 })).items).toContainEqual(market);
    scene.faults.push(fault);
    await scene.applicant.markets.withdraw(market);
    expect(scene.seen.slice(1)).toEqual([
      ...Array(2).fill('GET /trpc/b2c/markets.list'),
      ...Array(2).fill('POST /trpc/b2c/markets.withdraw'),
    ]);
    expect(await scene.stored()).toEqual([]);
  });

  it('is repeated for decide, and the server keeps one decision', async () => {
    await using scene = await createScene();
    const market = await scene.applicant.markets.submit(scene.submission);
    scene.faults.push(fault, fault);
    const decided = await scene.hall.markets.reject(market, 'Too many huts');
    expect(scene.seen.slice(1)).toEqual(Array(3).fill('POST /trpc/b2b/markets.decide'));
    expect(decided.decisions).toHaveLength(1);
  });

  it('is repeated for edit only after 429, when the edit was not executed', async () => {
    await using scene = await createScene();
    const market = await scene.applicant.markets.submit(scene.submission);
    scene.faults.push(fault);
    const edit = scene.applicant.markets.edit(market, { marketName: 'New' });
    const edited = await edit.catch(() => null);
    const isThrottled = typeof fault === 'object' && 'status' in fault && fault.status === 429;
    expect(scene.seen.slice(1)).toEqual(
      Array(isThrottled ? 2 : 1).fill('POST /trpc/b2c/markets.edit'),
    );
    expect(edited?.marketName).toBe(isThrottled ? 'New' : undefined);
  });

  it('is repeated for the public catalogue of cities', async () => {
    await using scene = await createScene();
    scene.faults.push(fault, fault);
    expect(await scene.applicant.cities()).toContainEqual({ key: 'iasi', name: 'Iași' });
    expect(scene.seen).toEqual(Array(3).fill('GET /v1/cities'));
  });
});

/** A proxy of its own, and a market that no other test submits. */
async function createScene() {
  const proxy = await startFaultyProxy(stack.outputs.apiUrl);
  const marketName = crypto.randomUUID();
  return Object.assign(proxy, {
    // Time is not the subject: a busy machine may take long.
    applicant: createB2cClient({ url: proxy.url, token, timeout: 60_000 }),
    hall: createB2bClient({ url: proxy.url, token: cityHallToken, timeout: 60_000 }),
    submission: createSubmission(marketName),
    stored: async () => (await stack.stored()).filter((item) => item.marketName === marketName),
  });
}
