import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGateway } from '../../../local/gateway/gateway.ts';
import { createKeyGenerator } from '../../signing-keys.ts';
import { sendHead, startGateway, startTime } from './fixture.ts';
import { type Claims, encode, forge, type Issuer, startIssuer } from './issuer.ts';

const startSeconds = Math.floor(startTime / 1000);
const b2cScope = 'B2CIdentifier/ManageChristmasMarkets';
const b2bScope = 'B2BIdentifier/ApproveChristmasMarkets';

let issuer: Issuer;
let otherPool: Issuer;
let stranger: CryptoKey;
/** One for all issuers here, so that no two of them have a key in common. */
const generateKey = createKeyGenerator();

beforeAll(async () => {
  issuer = await startIssuer(generateKey);
  otherPool = await startIssuer(generateKey);
  stranger = (await generateKeyPair('RS256', { extractable: true })).privateKey;
});

afterAll(async () => {
  await issuer[Symbol.asyncDispose]();
  await otherPool[Symbol.asyncDispose]();
});

/** As Cognito makes them: no `aud`. */
function accessClaims(changes: Claims = {}): Claims {
  return {
    sub: 'applicant',
    iss: issuer.issuer,
    client_id: 'b2c-client',
    token_use: 'access',
    scope: `openid ${b2cScope}`,
    auth_time: startSeconds,
    iat: startSeconds,
    exp: startSeconds + 3600,
    ...changes,
  };
}

function without(name: string): Claims {
  return Object.fromEntries(Object.entries(accessClaims()).filter(([key]) => key !== name));
}

function signed(header: unknown, payload: unknown = accessClaims(), key = issuer.keyOf('second')) {
  return forge(key, header, payload);
}

const goodHeader = { alg: 'RS256', kid: 'second' };

function startProtected(clock = () => startTime) {
  return startGateway({
    clock,
    routes: [
      { routeKey: 'GET /b2c', authorizer: 'b2c', scopes: [b2cScope] },
      { routeKey: 'GET /b2b', authorizer: 'b2b', scopes: ['Other/Scope', b2bScope] },
      { routeKey: 'GET /signed-in', authorizer: 'b2c', scopes: [] },
    ],
    authorizers: {
      b2c: { issuer: issuer.issuer, audience: ['b2c-client'] },
      b2b: { issuer: issuer.issuer, audience: ['hall-a', 'hall-b'] },
    },
  });
}

async function call(path: string, headers: readonly string[]) {
  await using gateway = await startProtected();
  const response = await sendHead(gateway.port, `GET ${path}`, headers);
  return { ...response, event: gateway.events[0], entry: gateway.entries[0] };
}

async function expectUnauthorized(headers: readonly string[], challenge: RegExp, path = '/b2c') {
  const response = await call(path, headers);
  expect(response).toMatchObject({ status: 401, body: '{"message":"Unauthorized"}' });
  expect(response.event).toBeUndefined();
  expect(response.headers.get('content-type')).toEqual(['application/json']);
  expect(response.headers.get('apigw-requestid')).toHaveLength(1);
  expect(response.headers.get('www-authenticate')).toEqual([expect.stringMatching(challenge)]);
}

const noToken = /^Bearer$/;
const invalidToken = /^Bearer scope="" error="invalid_token" error_description="[^"]+"$/;

describe('a token that passes', () => {
  test.each<[string, () => Promise<string>, string]>([
    ['after Bearer', async () => `Bearer ${await issuer.sign(accessClaims())}`, '/b2c'],
    ['bare', () => issuer.sign(accessClaims()), '/b2c'],
    [
      'signed with the first key',
      () => signed({ alg: 'RS256', kid: 'first' }, accessClaims(), issuer.keyOf('first')),
      '/b2c',
    ],
    ['with its only scope', () => issuer.sign(accessClaims({ scope: b2cScope })), '/b2c'],
    ['with scp', () => issuer.sign({ ...without('scope'), scp: [b2cScope] }), '/b2c'],
    [
      'with an aud and another client_id',
      () => issuer.sign(accessClaims({ aud: ['x', 'b2c-client'], client_id: 'x' })),
      '/b2c',
    ],
    ['without iat', () => issuer.sign(without('iat')), '/b2c'],
    ['with nbf in the past', () => issuer.sign(accessClaims({ nbf: startSeconds - 1 })), '/b2c'],
    [
      'of a city hall',
      () => issuer.sign(accessClaims({ client_id: 'hall-b', scope: b2bScope })),
      '/b2b',
    ],
    ['without scopes where none are asked for', () => issuer.sign(without('scope')), '/signed-in'],
  ])('%s', async (_name, token, path) => {
    const response = await call(path, [`Authorization: ${await token()}`]);
    expect(response.status).toBe(200);
    expect(response.event?.routeKey).toBe(`GET ${path}`);
  });

  test('made by jose itself', async () => {
    const token = await new SignJWT(accessClaims())
      .setProtectedHeader(goodHeader)
      .sign(issuer.keyOf('second'));
    expect((await call('/b2c', [`Authorization: Bearer ${token}`])).status).toBe(200);
  });

  test('gives the event its claims as text, and the scopes of the token', async () => {
    const token = await issuer.sign(
      accessClaims({
        'cognito:groups': ['a', 'b c'],
        version: 2,
        email_verified: true,
        nothing: null,
        nested: { a: [1] },
      }),
    );
    const { event } = await call('/b2c', [`Authorization: Bearer ${token}`]);
    expect(event?.requestContext).toHaveProperty('authorizer', {
      jwt: {
        claims: {
          sub: 'applicant',
          iss: issuer.issuer,
          client_id: 'b2c-client',
          token_use: 'access',
          scope: `openid ${b2cScope}`,
          auth_time: String(startSeconds),
          iat: String(startSeconds),
          exp: String(startSeconds + 3600),
          'cognito:groups': '[a b c]',
          version: '2',
          email_verified: 'true',
          nested: '{"a":[1]}',
        },
        scopes: ['openid', b2cScope],
      },
    });
  });

  test('made in this very second', async () => {
    await using gateway = await startProtected(() => startSeconds * 1000);
    const token = await issuer.sign(accessClaims({ nbf: startSeconds }));
    const response = await sendHead(gateway.port, 'GET /b2c', [`Authorization: Bearer ${token}`]);
    expect(response.status).toBe(200);
  });

  test('scopes with more than one space between them', async () => {
    const token = await issuer.sign(accessClaims({ scope: ` ${b2cScope}  openid ` }));
    const { event } = await call('/b2c', [`Authorization: Bearer ${token}`]);
    expect(event?.requestContext).toHaveProperty('authorizer.jwt.scopes', [b2cScope, 'openid']);
  });

  test('gives null scopes on a route without scopes', async () => {
    const token = await issuer.sign(accessClaims());
    const { event } = await call('/signed-in', [`Authorization: Bearer ${token}`]);
    expect(event?.requestContext).toHaveProperty('authorizer.jwt.scopes', null);
  });
});

describe('1: no token', () => {
  test.each([
    ['no header', [], noToken],
    ['Bearer alone', ['Authorization: Bearer'], noToken],
    ['Bearer and a space', ['Authorization: Bearer '], noToken],
    ['an empty header', ['Authorization:'], noToken],
    ['Basic', ['Authorization: Basic x'], invalidToken],
  ])('%s', async (_name, headers, challenge) => {
    await expectUnauthorized(headers, challenge);
  });

  test('the token in the query, or in another header', async () => {
    const token = await issuer.sign(accessClaims());
    await expectUnauthorized([], noToken, `/b2c?access_token=${token}&authorization=${token}`);
    await expectUnauthorized([`Cookie: authorization=${token}`, `X-Token: ${token}`], noToken);
  });

  test('two headers, one with a valid token', async () => {
    const good = `Authorization: Bearer ${await issuer.sign(accessClaims())}`;
    await expectUnauthorized([good, 'Authorization: Bearer x'], invalidToken);
    await expectUnauthorized(['Authorization: Bearer x', good], invalidToken);
    await expectUnauthorized([good, good], invalidToken);
  });
});

describe('a forged token', () => {
  const cases: readonly [string, () => Promise<string>][] = [
    ['2: one segment', async () => (await issuer.sign(accessClaims())).split('.')[0] ?? ''],
    [
      '2: two segments',
      async () => (await issuer.sign(accessClaims())).split('.').slice(0, 2).join('.'),
    ],
    ['2: four segments', async () => `${await issuer.sign(accessClaims())}.x`],
    ['2: five segments', async () => `${await issuer.sign(accessClaims())}.x.y`],
    ['2: a header that is no JSON', () => signed('{alg')],
    ['2: a header that is null', () => signed('null')],
    ['2: a payload that is no JSON', () => signed(goodHeader, 'exp')],
    ['2: a payload that is a list', () => signed(goodHeader, [accessClaims()])],
    ['2: a payload that is null', () => signed(goodHeader, 'null')],
    ['2: a payload that is no UTF-8', () => signed(goodHeader, withByte(0xff))],
    [
      '3: alg none',
      async () => `${encode({ ...goodHeader, alg: 'none' })}.${encode(accessClaims())}.`,
    ],
    ['3: alg None', () => signed({ ...goodHeader, alg: 'None' })],
    ['3: no alg', () => signed({ kid: 'second' })],
    ['3: alg rs256', () => signed({ ...goodHeader, alg: 'rs256' })],
    ['3: an empty signature', async () => `${encode(goodHeader)}.${encode(accessClaims())}.`],
    ['3: HS256 keyed with the public key', hs256WithPublicKey],
    ['3: ES256', es256],
    ['3: RS512 over an RS256 key', () => signed({ ...goodHeader, alg: 'RS512' })],
    ['4: an unknown kid', () => signed({ ...goodHeader, kid: 'third' })],
    ['4: no kid', () => signed({ alg: 'RS256' })],
    ['4: a numeric kid', () => signed({ ...goodHeader, kid: 2 })],
    ['4: kid __proto__', () => signed('{"alg":"RS256","kid":"__proto__"}')],
    ['4: the kid of the other key', () => signed({ ...goodHeader, kid: 'first' })],
    ["4: a stranger's key under a known kid", () => signed(goodHeader, accessClaims(), stranger)],
    ['4: an unknown critical header', () => signed({ ...goodHeader, crit: ['x'], x: 1 })],
    ['5: one payload byte changed', changedPayload],
    ['5: expired', () => issuer.sign(accessClaims({ exp: startSeconds - 1 }))],
    ['5: exp this very moment', () => issuer.sign(accessClaims({ exp: startTime / 1000 }))],
    ['5: no exp', () => issuer.sign(without('exp'))],
    ['5: exp as text', () => issuer.sign(accessClaims({ exp: String(startSeconds + 3600) }))],
    ['5: exp null', () => issuer.sign(accessClaims({ exp: null }))],
    [
      '5: exp without end',
      () => signed(goodHeader, JSON.stringify(accessClaims()).replace(/"exp":\d+/, '"exp":1e999')),
    ],
    ['5: nbf in the future', () => issuer.sign(accessClaims({ nbf: startSeconds + 1 }))],
    ['5: nbf as text', () => issuer.sign(accessClaims({ nbf: String(startSeconds) }))],
    ['5: iat in the future', () => issuer.sign(accessClaims({ iat: startSeconds + 1 }))],
    ['5: iat as text', () => issuer.sign(accessClaims({ iat: String(startSeconds) }))],
    ["6: another pool's token", () => otherPool.sign(accessClaims({ iss: otherPool.issuer }))],
    ["6: another pool's key", () => otherPool.sign(accessClaims())],
    ['6: the issuer with a slash', () => issuer.sign(accessClaims({ iss: `${issuer.issuer}/` }))],
    [
      '6: a look-alike issuer',
      () =>
        issuer.sign(
          accessClaims({ iss: issuer.issuer.replace('127.0.0.1', '127.0.0.1.example.com') }),
        ),
    ],
    ['6: no issuer', () => issuer.sign(without('iss'))],
    ['6: the issuer in a list', () => issuer.sign(accessClaims({ iss: [issuer.issuer] }))],
    ['6: a wrong client_id', () => issuer.sign(accessClaims({ client_id: 'b2c-client2' }))],
    ['6: no client_id', () => issuer.sign(without('client_id'))],
    ['6: the client_id in a list', () => issuer.sign(accessClaims({ client_id: ['b2c-client'] }))],
    ['6: a foreign aud with the right client_id', () => issuer.sign(accessClaims({ aud: 'x' }))],
    ['6: an empty aud with the right client_id', () => issuer.sign(accessClaims({ aud: [] }))],
    ['6: aud null with the right client_id', () => issuer.sign(accessClaims({ aud: null }))],
  ];

  test.each(cases)('%s', async (_name, token) => {
    await expectUnauthorized([`Authorization: Bearer ${await token()}`], invalidToken);
  });

  async function hs256WithPublicKey(): Promise<string> {
    const jwk = issuer.published.find(({ kid }) => kid === 'second');
    const publicKey = await crypto.subtle.importKey(
      'jwk',
      { kty: 'RSA', n: jwk?.n ?? '', e: jwk?.e ?? '' },
      { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
      true,
      ['verify'],
    );
    const secret = Buffer.from(await exportSPKI(publicKey));
    return new SignJWT(accessClaims())
      .setProtectedHeader({ ...goodHeader, alg: 'HS256' })
      .sign(secret);
  }

  async function es256(): Promise<string> {
    const { privateKey } = await generateKeyPair('ES256');
    return new SignJWT(accessClaims())
      .setProtectedHeader({ ...goodHeader, alg: 'ES256' })
      .sign(privateKey);
  }

  function withByte(byte: number): Buffer {
    const payload = Buffer.from(JSON.stringify(accessClaims()));
    payload[payload.indexOf('applicant')] = byte;
    return payload;
  }

  async function changedPayload(): Promise<string> {
    const [header, , signature] = (await issuer.sign(accessClaims())).split('.');
    return `${header}.${encode(accessClaims({ sub: 'applicanT' }))}.${signature}`;
  }
});

describe('the challenge contains the reason and no part of the token:', () => {
  test.each<[string, () => Promise<string>]>([
    ['invalid number of segments', async () => `${await issuer.sign(accessClaims())}.x`],
    ['the header is not a JSON object', () => signed('[]')],
    ['the signing method is invalid', () => signed({ ...goodHeader, alg: 'HS256' })],
    ['the signing method is invalid', () => signed({ ...goodHeader, alg: 256 })],
    ['the token has no key id', () => signed({ alg: 'RS256' })],
    ['the token is not valid', () => signed(goodHeader, accessClaims(), stranger)],
    ['the claims are not a JSON object', () => signed(goodHeader, [accessClaims()])],
    ['the token does not have a valid issuer', () => issuer.sign(accessClaims({ iss: 'x' }))],
    ['the token does not have a valid audience', () => issuer.sign(accessClaims({ aud: 'x' }))],
    ['the token has expired', () => issuer.sign(accessClaims({ exp: startSeconds }))],
    ['the token is not valid yet', () => issuer.sign(accessClaims({ nbf: startSeconds + 1 }))],
    [
      'the token was issued in the future',
      () => issuer.sign(accessClaims({ iat: startSeconds + 1 })),
    ],
  ])('%s', async (description, token) => {
    const { headers } = await call('/b2c', [`Authorization: Bearer ${await token()}`]);
    expect(headers.get('www-authenticate')).toEqual([
      `Bearer scope="" error="invalid_token" error_description="${description}"`,
    ]);
  });
});

describe('the access log contains the reason why a token was refused:', () => {
  test.each<[string, () => Promise<string> | string, RegExp]>([
    ['no token', () => '', /^the request has no token$/],
    ['not a JWT', () => 'Bearer x.y.z', /^the token is not a JWT$/],
    [
      'another issuer',
      async () => `Bearer ${await signed({ ...goodHeader, kid: 'other' }, accessClaims())}`,
      /has no key with the key id of the token/,
    ],
    [
      'signature',
      async () => `Bearer ${await signed(goodHeader, accessClaims(), stranger)}`,
      /^the signature is wrong$/,
    ],
    [
      'audience',
      async () => `Bearer ${await issuer.sign(accessClaims({ client_id: 'x\n' }))}`,
      /valid audience: found client_id "x\\n"/,
    ],
    [
      'expiry',
      async () => `Bearer ${await issuer.sign(accessClaims({ exp: startSeconds - 5 }))}`,
      new RegExp(`expired: exp is ${startSeconds - 5}, the clock .* ${startSeconds}$`),
    ],
    [
      'clock',
      async () => `Bearer ${await issuer.sign(accessClaims({ iat: startSeconds + 5 }))}`,
      new RegExp(`future: iat is ${startSeconds + 5}, the clock .* ${startSeconds}$`),
    ],
    [
      'scope',
      async () => `Bearer ${await issuer.sign(accessClaims({ scope: 'openid' }))}`,
      new RegExp(`has the scopes "openid": expected ${b2cScope}$`),
    ],
  ])('%s', async (_name, authorization, reason) => {
    const value = await authorization();
    const { entry } = await call('/b2c', value === '' ? [] : [`Authorization: ${value}`]);
    expect(entry?.reason).toMatch(reason);
    const [, token = 'Bearer'] = value.split(' ');
    expect(JSON.stringify(entry)).not.toContain(token);
  });

  test('the issuer does not answer', async () => {
    const routes = [{ routeKey: 'GET /b2c', authorizer: 'b2c' as const, scopes: [b2cScope] }];
    const authorizers = { b2c: { issuer: 'http://127.0.0.1:1/pool', audience: ['app'] } };
    await using other = await startGateway({ routes, authorizers });
    const token = await issuer.sign(accessClaims());
    const { status } = await sendHead(other.port, 'GET /b2c', [`Authorization: Bearer ${token}`]);
    expect(status).toBe(401);
    expect(other.entries[0]?.reason).toMatch(
      /^the keys of http:\/\/127\.0\.0\.1:1\/pool cannot be fetched: .*(ECONNREFUSED|bad port)/,
    );
  });
});

test('an authorizer accepts 50 audiences, and refuses a 51st with the reason', () => {
  const create = (count: number) => () =>
    createGateway({
      routes: [],
      authorizers: {
        b2c: { issuer: 'https://issuer.test', audience: Array.from({ length: count }, String) },
      },
      cors: null,
      handler: async () => null,
    });
  expect(create(50)).not.toThrow();
  expect(create(51)).toThrow(
    'JWT authorizer for https://issuer.test: 51 audiences, but API Gateway takes at most 50.',
  );
});

test('4: a token that brings its own key is refused, and nothing is fetched from where it points', async () => {
  await using attacker = await startIssuer(generateKey);
  const jwk = { ...(await exportJWK(stranger)), kid: 'evil' };
  const jku = `${attacker.issuer}/.well-known/jwks.json`;
  for (const kid of ['evil', 'first', 'second']) {
    for (const own of [{ jwk }, { jku }, { x5u: jku }, { x5c: ['AAAA'] }, { jwk, jku, x5u: jku }]) {
      const token = await signed(
        { alg: 'RS256', kid, ...own },
        accessClaims(),
        attacker.keyOf('first'),
      );
      await expectUnauthorized([`Authorization: Bearer ${token}`], invalidToken);
    }
  }
  const inIssuer = await attacker.sign(accessClaims({ iss: attacker.issuer }));
  await expectUnauthorized([`Authorization: Bearer ${inIssuer}`], invalidToken);
  expect(attacker.hits).toEqual([]);
});

describe('8: a token of the other side', () => {
  test('an applicant on a city path', async () => {
    const token = await issuer.sign(accessClaims({ scope: `${b2cScope} ${b2bScope}` }));
    await expectUnauthorized([`Authorization: Bearer ${token}`], invalidToken, '/b2b');
  });

  test('a city hall on an applicant path', async () => {
    const token = await issuer.sign(
      accessClaims({ client_id: 'hall-a', scope: `${b2cScope} ${b2bScope}` }),
    );
    await expectUnauthorized([`Authorization: Bearer ${token}`], invalidToken);
  });
});

describe('9: without the scope', () => {
  test.each<[string, Claims]>([
    ['another scope', { scope: 'openid' }],
    ['a prefix', { scope: b2cScope.slice(0, -1) }],
    ['a longer one', { scope: `${b2cScope}2` }],
    ['another case', { scope: b2cScope.toLowerCase() }],
    ['joined by commas', { scope: `openid,${b2cScope}` }],
    ['an empty scope', { scope: '' }],
    ['a scope that is no text', { scope: { [b2cScope]: true } }],
    ['7: an ID token', { aud: 'b2c-client', token_use: 'id', scope: undefined }],
  ])('%s', async (_name, changes) => {
    const token = await issuer.sign(accessClaims(changes));
    const response = await call('/b2c', [`Authorization: Bearer ${token}`]);
    expect(response).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' });
    expect(response.event).toBeUndefined();
    expect(response.headers.has('www-authenticate')).toBe(false);
  });
});

test('7: an ID token is accepted on a route without scopes, so every route with an authorizer has scopes', async () => {
  const token = await issuer.sign({ ...without('scope'), aud: 'b2c-client', token_use: 'id' });
  expect((await call('/signed-in', [`Authorization: Bearer ${token}`])).status).toBe(200);
});
