import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRequest, send, transports } from '../api-client.ts';
import type { Applicant } from '../fixture.ts';
import { content, submitMarket } from '../security/markets.ts';
import { expectRefusal } from '../security/refusals.ts';
import { useStack } from '../use-stack.ts';

// What the systems and libraries of other people send.

const stack = useStack();
let ada: Applicant;
let cluj: string;
beforeAll(async () => {
  ada = await stack.applicant('ada');
  cluj = await stack.cityHall('cluj');
});

describe.each(transports)('over %s', (transport) => {
  const build = (...args: Parameters<ReturnType<typeof createRequest>>) =>
    createRequest(stack.outputs, transport)(...args);
  const submit = () => build('b2c.markets.submit', { userId: 'me', ...content }, ada.token);

  it('ids in upper case are accepted, and stored in lower case', async () => {
    const marketId = crypto.randomUUID();
    const input = { userId: ada.userId.toUpperCase(), marketId: marketId.toUpperCase() };
    const market = await send(build('b2c.markets.submit', { ...input, ...content }, ada.token));
    expect(market.body).toMatchObject({ userId: ada.userId, marketId });
    const stored = (await stack.stored()).filter((item) => item.marketId === marketId);
    expect(stored).toMatchObject([{ userId: ada.userId, marketId }]);
    expect((await send(build('b2c.markets.withdraw', input, ada.token))).status).toBeLessThan(300);
    expect((await stack.stored()).some((item) => item.marketId === marketId)).toBe(false);
  });

  it('a reason of null is as absent', async () => {
    const { userId, marketId, revision } = await submitMarket(stack, ada);
    const key = { userId, marketId, revision, reason: null };
    const rejected = await send(build('b2b.markets.decide', { ...key, approved: false }, cluj));
    expectRefusal(rejected, transport, { status: 400, code: 'INVALID_INPUT' });
    const approved = await send(build('b2b.markets.decide', { ...key, approved: true }, cluj));
    expect(approved.status).toBe(200);
    const item = (await stack.stored()).find((each) => each.marketId === marketId);
    expect(item).toMatchObject({ status: 'approved', decisions: [{ approved: true }] });
    expect(JSON.stringify(item)).not.toContain('reason');
  });

  it('a byte order mark before JSON is skipped', async () => {
    const request = submit();
    const answer = await send({ ...request, body: `\ufeff${request.body}` });
    expect(answer).toMatchObject({ body: { marketName: content.marketName } });
  });

  it.each(['gzip', 'br', 'gzip, identity'])(
    'a body with content-encoding %s is 415, with the accepted coding',
    async (coding) => {
      const before = await stack.stored();
      const request = submit();
      const headers = { ...request.headers, 'content-encoding': coding };
      const answer = await send({ ...request, headers, body: gzipSync(String(request.body)) });
      expectRefusal(answer, transport, { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
      expect(answer.headers.get('accept-encoding')).toBe('identity');
      expect(await stack.stored()).toEqual(before);
    },
  );
});

it.each(['1e2', '0x10', 'abc', '1.5'])(
  'limit=%s is refused in the terms of the query',
  async (limit) => {
    const origin = stack.outputs.apiUrl;
    const target = `/v1/b2c/christmas-markets/user/me?limit=${limit}`;
    const headers = { authorization: `Bearer ${ada.token}` };
    const answer = await send({ method: 'GET', origin, target, headers });
    expectRefusal(answer, 'rest', { status: 400, code: 'INVALID_INPUT' });
    expect(answer.issues).toEqual([
      {
        path: 'limit',
        message: 'Expected a whole number in decimal digits, for example limit=25',
        code: 'wrong_type',
        params: { expected: 'integer' },
      },
    ]);
  },
);

it.each(['forward', 'backward'])(
  "the input of tRPC's infinite queries is accepted: direction %s, and cursor null",
  async (direction) => {
    const list = (input: object) =>
      send(createRequest(stack.outputs, 'trpc')('b2c.markets.list', { ...input }, ada.token));
    const plain = await list({ userId: 'me' });
    const infinite = await list({ userId: 'me', cursor: null, direction });
    expect(infinite).toMatchObject({ status: 200, body: plain.body });
    for (const bad of [{ direction: 'up' }, { direction: null }]) {
      const answer = await list({ userId: 'me', ...bad });
      expectRefusal(answer, 'trpc', { status: 400, code: 'INVALID_INPUT' });
    }
  },
);
