import type { Fetcher } from 'aws-jwt-verify/https';
import { beforeAll, describe, expect, it } from 'vitest';
import { loopbackFetcher } from '../../local/jwks-fetcher.ts';
import { createCall, transports } from '../api-client.ts';
import { type Applicant, createLineLog } from '../fixture.ts';
import { useStack } from '../use-stack.ts';
import { createTestHandler, openLambdaDoor } from './doors.ts';
import { submitMarket } from './markets.ts';
import { expectRefusal } from './refusals.ts';
import { stranger } from './token-cases.ts';

// Faults on the way to the issuer's keys say nothing about the token.

const stack = useStack();
let ada: Applicant;
let before: unknown;
beforeAll(async () => {
  ada = await stack.applicant('ada');
  await submitMarket(stack, ada);
  before = await stack.stored();
});

const answering = (text: string) => async (): Promise<ArrayBuffer> =>
  new TextEncoder().encode(text).buffer;
const elliptic = { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', use: 'sig' };

const faults: [string, Fetcher['fetch']][] = [
  ['HTML', answering('<!doctype html><title>Service Unavailable</title>')],
  ['nothing', answering('')],
  ['not an object', answering('[]')],
  ['an object without keys', answering('{}')],
  ['not a list', answering('{"keys":5}')],
  ['a list without a key', answering('{"keys":[]}')],
  ['a list of keys of another type', answering(JSON.stringify({ keys: [{ kid: 'k' }] }))],
  ['not UTF-8', async () => new Uint8Array([0xff, 0xfe]).buffer],
  ['a TypeError', () => Promise.reject(new TypeError('fetch failed'))],
  ['a RangeError', () => Promise.reject(new RangeError('Invalid time value'))],
];

describe.each(transports)('39: over %s', (transport) => {
  it.each(faults)(
    'a key set that is %s gives a 503 that is logged as an error, never a 401, and no token is accepted',
    async (_title, fetch) => {
      const lines: string[] = [];
      let isFaulty = true;
      const handler = createTestHandler(stack, {
        log: createLineLog(lines),
        jwksFetcher: { fetch: (...args) => (isFaulty ? fetch : loopbackFetcher.fetch)(...args) },
      });
      await using door = await openLambdaDoor(stack, { handler });
      const call = createCall(door.outputs, transport);
      const answer = await call('b2c.users.erase', {}, ada.token);
      expectRefusal(answer, transport, { status: 503, code: 'SERVICE_UNAVAILABLE' });
      expect(await stack.stored()).toEqual(before);
      expect(lines.map((line) => JSON.parse(line))).toEqual([
        expect.objectContaining({
          level: 'ERROR',
          procedure: 'users.erase',
          status: 503,
          code: 'SERVICE_UNAVAILABLE',
          requestId: answer.requestId,
          error: expect.objectContaining({ message: expect.any(String) }),
        }),
      ]);
      expect(lines.join()).not.toContain(ada.token.slice(-40));
      // Nothing of the fault is kept: the next call reads the keys again.
      isFaulty = false;
      expect((await call('b2c.markets.list', { userId: 'me' }, ada.token)).status).toBe(200);
    },
  );

  it('a key that cannot verify signatures gives a 503 too', async () => {
    const [header = ''] = ada.token.split('.');
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString());
    const rsa = stranger.publicKey.export({ format: 'jwk' });
    for (const key of [
      { ...elliptic, kid },
      { ...rsa, kid, use: 'enc' },
    ]) {
      const handler = createTestHandler(stack, {
        jwksFetcher: { fetch: answering(JSON.stringify({ keys: [key] })) },
      });
      await using door = await openLambdaDoor(stack, { handler });
      const answer = await createCall(door.outputs, transport)('b2c.users.erase', {}, ada.token);
      expectRefusal(answer, transport, { status: 503, code: 'SERVICE_UNAVAILABLE' });
      expect(await stack.stored()).toEqual(before);
    }
  });
});
