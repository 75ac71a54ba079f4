import { beforeAll, expect, it } from 'vitest';
import {
  createB2bClient,
  createB2cClient,
  isApiError,
  type Market,
  type MarketDecision,
} from '../../sdk/src/index.ts';
import { useStack } from '../use-stack.ts';
import { startFaultyProxy } from './faulty-proxy.ts';
import { createSubmission } from './markets.ts';

const stack = useStack();
let submit: () => Promise<Market>;
let token: string;
beforeAll(async () => {
  const applicant = await stack.applicant('many');
  token = await stack.cityHall('cluj');
  const { markets } = createB2cClient({ url: stack.outputs.apiUrl, token: applicant.token });
  submit = () => markets.submit(createSubmission());
});

const city = 'Cluj-Napoca';
const path = 'POST /trpc/b2b/markets.decideMany';

function approve({ userId, marketId, revision, decisions }: Market): MarketDecision {
  return { userId, marketId, revision, approved: true, decisionsSeen: decisions.length };
}

it('gives each decision its market or its error, and repeats a lost answer', async () => {
  await using proxy = await startFaultyProxy(stack.outputs.b2bApiUrl);
  const hall = createB2bClient({ url: proxy.url, token, timeout: 60_000 });
  const [first, stale, last] = [await submit(), await submit(), await submit()];
  proxy.faults.push('drop-answer', { status: 503, body: '{"message":"Service Unavailable"}' });
  const decisions = [
    approve(first),
    { ...approve(stale), revision: first.revision },
    approve(last),
  ];
  const results = await hall.markets.decideMany({ city, decisions });
  expect(proxy.seen).toEqual([path, path, path]);
  expect(results.map(({ marketId }) => marketId)).toEqual(
    [first, stale, last].map(({ marketId }) => marketId),
  );
  expect(results.map(({ market }) => market?.decisions.length)).toEqual([1, undefined, 1]);
  const error = results[1]?.error;
  expect(isApiError(error)).toBe(true);
  expect(error).toMatchObject({ code: 'STALE_REVISION', status: 409 });
  expect(error?.message).toContain(stale.revision);
  expect(error?.requestId).toEqual(expect.any(String));
  expect(await hall.markets.get(stale)).toEqual(stale);
});

it('travels alone, also beside other calls of the same tick', async () => {
  await using proxy = await startFaultyProxy(stack.outputs.b2bApiUrl);
  const hall = createB2bClient({ url: proxy.url, token, timeout: 60_000 });
  const [a, b, c] = [await submit(), await submit(), await submit()];
  const [decided, many, others] = await Promise.all([
    hall.markets.approve(a),
    hall.markets.decideMany({ city, decisions: [approve(b)] }),
    hall.markets.decideMany({ city, decisions: [approve(c)] }),
  ]);
  expect(decided.status).toBe('approved');
  expect([...many, ...others].map(({ market }) => market?.status)).toEqual([
    'approved',
    'approved',
  ]);
  expect(proxy.seen.toSorted()).toEqual(['POST /trpc/b2b/markets.decide', path, path]);
});

it('rejects as a whole if the request is refused', async () => {
  const hall = createB2bClient({ url: stack.outputs.b2bApiUrl, token });
  const decisions = [approve(await submit())];
  await expect(hall.markets.decideMany({ city: 'Iași', decisions })).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
  await expect(hall.markets.decideMany({ city, decisions: [] })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    issues: [{ path: 'decisions' }],
  });
});
