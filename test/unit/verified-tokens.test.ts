import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { createAuthenticate } from '../../server/contract/access-token.ts';
import { createVerifiedTokens } from '../../server/contract/verified-tokens.ts';

const issuer = 'https://issuer.example/pool';
const trusted = { issuer, clientIds: ['client'] };
const pairs = new Map<string, { privateKey: CryptoKey; publicKey: CryptoKey }>();
beforeAll(async () => {
  for (const kid of ['old', 'new']) pairs.set(kid, await generateKeyPair('RS256'));
});
afterEach(() => {
  vi.useRealTimers();
});

const now = () => Math.floor(Date.now() / 1000);

/** The header of a caller. Tokens differ by their scope. */
async function sign(kid: string, scope = 'a', exp = now() + 600): Promise<string> {
  const claims = { sub: 'ada', client_id: 'client', token_use: 'access', scope, exp };
  const jwt = new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).setIssuer(issuer);
  const { privateKey } = pairs.get(kid) ?? {};
  if (privateKey === undefined) throw new Error(`There is no key ${kid}`);
  return `Bearer ${await jwt.setIssuedAt(now() - 1).sign(privateKey)}`;
}

async function createKeySet(kid: string): Promise<ArrayBuffer> {
  const { publicKey } = pairs.get(kid) ?? {};
  if (publicKey === undefined) throw new Error(`There is no key ${kid}`);
  const keys = [{ ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' }];
  return new Uint8Array(Buffer.from(JSON.stringify({ keys }))).buffer;
}

it('a token is verified once for each side', async () => {
  const authenticate = createAuthenticate(
    { b2c: trusted, b2b: trusted },
    { fetch: () => createKeySet('old') },
  );
  const token = await sign('old');
  // The first verification reads the keys, so it is not kept.
  await authenticate('b2c', token);
  const kept = await authenticate('b2c', token);
  expect(await authenticate('b2c', token)).toBe(kept);
  expect(await authenticate('b2b', token)).not.toBe(kept);
  expect(await authenticate('b2c', await sign('old', 'b'))).toMatchObject({
    scopes: new Set(['b']),
  });
});

it('a known token is refused from its exp on', async () => {
  const authenticate = createAuthenticate(
    { b2c: trusted, b2b: trusted },
    { fetch: () => createKeySet('old') },
  );
  const exp = now() + 60;
  const token = await sign('old', 'a', exp);
  await authenticate('b2c', token);
  await authenticate('b2c', token);
  vi.useFakeTimers({ now: exp * 1000, toFake: ['Date'] });
  await expect(authenticate('b2c', token)).rejects.toMatchObject({ tokenFault: 'expired' });
});

it('a known token is refused when the issuer has other keys', async () => {
  let published = 'old';
  const fetch = vi.fn(() => createKeySet(published));
  const authenticate = createAuthenticate({ b2c: trusted, b2b: trusted }, { fetch });
  const token = await sign('old');
  await authenticate('b2c', token);
  await authenticate('b2c', token);
  published = 'new';
  await authenticate('b2c', await sign('new'));
  expect(fetch).toHaveBeenCalledTimes(2);
  await expect(authenticate('b2c', token)).rejects.toMatchObject({ problemCode: 'UNAUTHORIZED' });
});

it('a token that was changed is not the known one', async () => {
  const authenticate = createAuthenticate(
    { b2c: trusted, b2b: trusted },
    { fetch: () => createKeySet('old') },
  );
  const token = await sign('old');
  await authenticate('b2c', token);
  await authenticate('b2c', token);
  const changed = `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`;
  await expect(authenticate('b2c', changed)).rejects.toMatchObject({ problemCode: 'UNAUTHORIZED' });
});

it('keeps at most 1,000 tokens, and drops the oldest', async () => {
  const { verifyOnce } = createVerifiedTokens({ fetch: async () => new ArrayBuffer() });
  const verify = vi.fn(async () => ({ claims: {}, exp: now() + 60 }));
  for (let index = 0; index <= 1_000; index += 1) await verifyOnce('b2c', `${index}`, verify);
  await verifyOnce('b2c', '1000', verify);
  expect(verify).toHaveBeenCalledTimes(1_001);
  await verifyOnce('b2c', '0', verify);
  expect(verify).toHaveBeenCalledTimes(1_002);
});

it('does not keep a refusal', async () => {
  const { verifyOnce } = createVerifiedTokens({ fetch: async () => new ArrayBuffer() });
  const refuse = vi.fn(() => Promise.reject(new Error('refused')));
  await expect(verifyOnce('b2c', 'x', refuse)).rejects.toThrow('refused');
  await expect(verifyOnce('b2c', 'x', refuse)).rejects.toThrow('refused');
  expect(refuse).toHaveBeenCalledTimes(2);
});
