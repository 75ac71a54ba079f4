import { FetchError } from 'aws-jwt-verify/error';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAuthenticate } from '../../server/contract/access-token.ts';
import { Problem } from '../../server/domain/problems.ts';

// What the front door cannot show: why a token was refused, and rules that the local issuer's keys
// happen to keep by themselves.

const issuer = 'https://issuer.example/pool';
const trusted = { issuer, clientIds: ['client'] };
let key: CryptoKey;
let jwks: ArrayBuffer;

beforeAll(async () => {
  const pair = await generateKeyPair('RS256', { extractable: true });
  key = pair.privateKey;
  // Without `alg`: which one a token may use is ours to say then.
  const { kty, n, e } = await exportJWK(pair.publicKey);
  const bytes = Buffer.from(JSON.stringify({ keys: [{ kid: 'k', use: 'sig', kty, n, e }] }));
  jwks = new Uint8Array(bytes).buffer;
});
afterEach(() => {
  vi.useRealTimers();
});

const authenticate = (authorization?: string) =>
  createAuthenticate({ b2c: trusted, b2b: trusted }, { fetch: async () => jwks })(
    'b2c',
    authorization,
  );

const now = () => Math.floor(Date.now() / 1000);
const good = () => ({
  sub: 'ada',
  iss: issuer,
  client_id: 'client',
  token_use: 'access',
  scope: 'a b',
  iat: now() - 1,
  exp: now() + 60,
});
const sign = (claims: object, alg = 'RS256', by: CryptoKey = key) =>
  new SignJWT({ ...claims }).setProtectedHeader({ alg, kid: 'k' }).sign(by);

describe('the authorization header', () => {
  it.each(['Bearer ', 'bearer ', 'BEARER   '])('"%s<token>" is read', async (scheme) => {
    expect(await authenticate(`${scheme}${await sign(good())}`)).toEqual({
      subject: 'ada',
      clientId: 'client',
      scopes: new Set(['a', 'b']),
    });
  });

  it('in any other form is as none', async () => {
    const token = await sign(good());
    const refused = 'Send an access token: "authorization: Bearer <token>".';
    for (const header of [
      undefined,
      '',
      token,
      `Bearer${token}`,
      `Bearer\t${token}`,
      `Basic, Bearer ${token}`,
      `Bearer ${token} ${token}`,
      `Bearer ${token} `,
    ]) {
      await expect(authenticate(header)).rejects.toThrow(refused);
    }
  });
});

it("is not refused but put off where the issuer's keys cannot be read", async () => {
  const away = new FetchError(`${issuer}/.well-known/jwks.json`, 'socket hang up');
  const calling = createAuthenticate(
    { b2c: trusted, b2b: trusted },
    { fetch: () => Promise.reject(away) },
  )('b2c', `Bearer ${await sign(good())}`);
  await expect(calling).rejects.toMatchObject({
    problemCode: 'SERVICE_UNAVAILABLE',
    message: "The issuer's keys cannot be read.",
    cause: away,
  });
});

describe('a token', () => {
  it('without scope is valid and may do nothing', async () => {
    const { scopes } = await authenticate(`Bearer ${await sign({ ...good(), scope: undefined })}`);
    expect(scopes).toEqual(new Set(['']));
  });

  it('of this very second is valid', async () => {
    vi.useFakeTimers({ now: now() * 1000, toFake: ['Date'] });
    const token = await sign({ ...good(), iat: now() });
    expect((await authenticate(`Bearer ${token}`)).subject).toBe('ada');
  });

  it.each<[string, object, RegExp]>([
    ['from the future', { iat: now() + 100 }, /^iat is in the future$/],
    ['with an audience', { aud: 'client' }, /an access token of Cognito has no aud/],
    ['without an end', { exp: undefined }, /exp/],
    ['without a beginning', { iat: undefined }, /iat/],
    ['of another client', { client_id: 'other' }, /client id not allowed/i],
    ['without a subject', { sub: '' }, /sub/],
    ['that is an ID token', { token_use: 'id' }, /token use/i],
  ])('%s is refused; the cause says why, the answer does not', async (_title, changes, why) => {
    const problem = await catchProblem(`Bearer ${await sign({ ...good(), ...changes })}`);
    expect(problem).toMatchObject({
      problemCode: 'UNAUTHORIZED',
      message: 'The access token is not valid here. Get a new one.',
      cause: expect.objectContaining({ message: expect.stringMatching(why) }),
    });
  });

  it.each(['RS384', 'RS512'])('signed %s is refused, although the key supports it', async (alg) => {
    const hash = alg.replace('RS', 'SHA-');
    const jwk = await exportJWK(key);
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash };
    const same = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['sign']);
    const problem = await catchProblem(`Bearer ${await sign(good(), alg, same)}`);
    expect(problem).toMatchObject({
      problemCode: 'UNAUTHORIZED',
      cause: expect.objectContaining({ message: `alg is ${alg}, expected RS256` }),
    });
  });
});

async function catchProblem(authorization: string): Promise<Problem> {
  try {
    await authenticate(authorization);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('The token was accepted');
}

describe('why a token was refused', () => {
  it.each<[string, () => object, string]>([
    ['expired', () => ({ exp: now() - 10 }), 'The access token has expired. Get a new one.'],
    ['expired', () => ({ exp: now() - 1 }), 'The access token has expired. Get a new one.'],
    ['issuer', () => ({ iss: `${issuer}2` }), 'The access token is not valid here. Get a new one.'],
    ['client', () => ({ client_id: 'x' }), 'The access token is not valid here. Get a new one.'],
    ['tokenUse', () => ({ token_use: 'id' }), 'The access token is not valid here. Get a new one.'],
    [
      'notYetValid',
      () => ({ iat: now() + 10 }),
      'The access token is not valid here. Get a new one.',
    ],
    [
      'notYetValid',
      () => ({ nbf: now() + 10 }),
      'The access token is not valid here. Get a new one.',
    ],
  ])('is a class, here %s', async (tokenFault, changes, message) => {
    const problem = await catchProblem(`Bearer ${await sign({ ...good(), ...changes() })}`);
    expect(problem).toMatchObject({ problemCode: 'UNAUTHORIZED', tokenFault, message });
  });

  it('allows 4 s of difference between clocks, for iat and nbf', async () => {
    const early = { ...good(), iat: now() + 4, nbf: now() + 4 };
    expect((await authenticate(`Bearer ${await sign(early)}`)).subject).toBe('ada');
  });

  it('is refused if the payload is not UTF-8, although the signature is valid', async () => {
    const header = Buffer.from('{"alg":"RS256","kid":"k"}').toString('base64url');
    const claims = Buffer.from(JSON.stringify({ ...good(), x: 'y' }));
    claims[claims.indexOf('y')] = 0xff;
    const signed = `${header}.${claims.toString('base64url')}`;
    const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', key, Buffer.from(signed));
    const token = `${signed}.${Buffer.from(signature).toString('base64url')}`;
    expect(await catchProblem(`Bearer ${token}`)).toMatchObject({ tokenFault: 'malformed' });
  });
});

it.each<[string, () => Promise<ArrayBuffer>]>([
  ['HTML', async () => new TextEncoder().encode('<html>').buffer],
  ['not a key set', async () => new TextEncoder().encode('{"keys":5}').buffer],
  ['a TypeError', () => Promise.reject(new TypeError('fetch failed'))],
])('39: keys that are %s are 503, and never 401', async (_title, fetch) => {
  const calling = createAuthenticate({ b2c: trusted, b2b: trusted }, { fetch })(
    'b2c',
    `Bearer ${await sign(good())}`,
  );
  await expect(calling).rejects.toMatchObject({
    problemCode: 'SERVICE_UNAVAILABLE',
    tokenFault: undefined,
  });
});
