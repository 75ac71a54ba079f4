import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { encode } from '../unit/gateway/issuer.ts';
import type { Forger } from './forge.ts';

/** The title, the status of the refusal, and the token. */
export type TokenCase = [title: string, status: 401 | 403, token: (f: Forger) => Promise<string>];

const now = () => Math.floor(Date.now() / 1000);
export const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });

const header = (f: Forger, changes: object = {}) => ({
  alg: 'RS256',
  kid: f.keys.accessToken.kid,
  ...changes,
});
const segments = async (f: Forger, count: number) =>
  [...f.valid.split('.'), 'e30', 'e30'].slice(0, count).join('.');

/** The cases 2 to 9 that concern a single token, for both sides of the API. */
export const tokenCases: readonly TokenCase[] = [
  ...[1, 2, 4, 5].map(
    (count): TokenCase => [`2: ${count} segments`, 401, (f) => segments(f, count)],
  ),
  ['2: a header that is not JSON', 401, (f) => f.sign(f.claims(), '{"alg":"RS256"')],
  ['2: a header that is null', 401, (f) => f.sign(f.claims(), 'null')],
  ['2: a payload that is not JSON', 401, (f) => f.sign('{"sub":')],
  ['2: a payload that is a list', 401, (f) => f.sign([f.claims()])],
  ['2: a payload that is null', 401, (f) => f.sign('null')],
  ...['none', 'None', 'NONE', ''].map(
    (alg): TokenCase => [
      `3: alg "${alg}" and no signature`,
      401,
      async (f) => `${encode(header(f, { alg }))}.${encode(f.claims())}.`,
    ],
  ),
  ['3: alg none over a good signature', 401, (f) => f.sign(f.claims(), header(f, { alg: 'none' }))],
  ['3: no alg', 401, (f) => f.sign(f.claims(), { kid: f.keys.accessToken.kid })],
  ['3: an empty signature', 401, async (f) => f.valid.replace(/[^.]*$/, '')],
  ['3: HS256 with the public key as the secret', 401, hs256],
  ['4: an unknown kid', 401, (f) => f.sign(f.claims(), header(f, { kid: 'nobody' }))],
  ['4: no kid', 401, (f) => f.sign(f.claims(), { alg: 'RS256' })],
  ['4: a numeric kid', 401, (f) => f.sign(f.claims(), header(f, { kid: 1 }))],
  ['4: the kid of the other key', 401, (f) => f.sign(f.claims(), idTokenHeader(f))],
  [
    "4: a stranger's key under a known kid",
    401,
    (f) => f.sign(f.claims(), header(f), stranger.privateKey),
  ],
  ['5: one payload byte changed', 401, changedByte],
  ['5: expired', 401, (f) => f.sign(f.claims({ exp: now() - 1 }))],
  ['5: no exp', 401, (f) => f.sign(f.claims({ exp: undefined }))],
  ['5: exp as text', 401, (f) => f.sign(f.claims({ exp: String(now() + 3600) }))],
  ['5: exp null', 401, (f) => f.sign(f.claims({ exp: null }))],
  ['5: nbf in the future', 401, (f) => f.sign(f.claims({ nbf: now() + 60 }))],
  ['5: nbf as text', 401, (f) => f.sign(f.claims({ nbf: String(now()) }))],
  ['5: iat in the future', 401, (f) => f.sign(f.claims({ iat: now() + 60 }))],
  ['38: iat 10 s in the future', 401, (f) => f.sign(f.claims({ iat: now() + 10 }))],
  ['38: nbf 10 s in the future', 401, (f) => f.sign(f.claims({ nbf: now() + 10 }))],
  ...[[], ['b64'], ['exp'], 'exp', null, {}].map(
    (crit): TokenCase => [
      `37: crit ${JSON.stringify(crit)} in the header`,
      401,
      (f) => f.sign(f.claims(), header(f, { crit })),
    ],
  ),
  [
    '37: crit with an extension that the header has',
    401,
    (f) => f.sign(f.claims(), header(f, { crit: ['b64'], b64: true })),
  ],
  ['37: a payload that is not UTF-8', 401, (f) => f.sign(withByte(f, 0xff))],
  ['5: iat as text', 401, (f) => f.sign(f.claims({ iat: String(now()) }))],
  ["6: another pool's issuer", 401, (f) => f.sign(f.claims({ iss: `${f.claims().iss}2` }))],
  ['6: the issuer with a slash', 401, (f) => f.sign(f.claims({ iss: `${f.claims().iss}/` }))],
  [
    '6: a look-alike host',
    401,
    (f) =>
      f.sign(f.claims({ iss: String(f.claims().iss).replace('127.0.0.1', '127.0.0.1.nip.io') })),
  ],
  ['6: the issuer in a list', 401, (f) => f.sign(f.claims({ iss: [f.claims().iss] }))],
  ['6: no issuer', 401, (f) => f.sign(f.claims({ iss: undefined }))],
  ['6: a wrong client_id', 401, (f) => f.sign(f.claims({ client_id: 'somebody-else' }))],
  ['6: no client_id', 401, (f) => f.sign(f.claims({ client_id: undefined }))],
  [
    '6: the client_id in a list',
    401,
    (f) => f.sign(f.claims({ client_id: [f.claims().client_id] })),
  ],
  ['6: a foreign aud with the right client_id', 401, (f) => f.sign(f.claims({ aud: 'https://x' }))],
  ['9: no scope', 403, (f) => f.sign(f.claims({ scope: undefined }))],
  ['9: an empty scope', 403, (f) => f.sign(f.claims({ scope: '' }))],
  ['9: a prefix of the scope', 403, (f) => withAction(f, (scope) => scope.slice(0, -1))],
  ['9: a longer scope', 403, (f) => withAction(f, (scope) => `${scope}2`)],
  ['9: the scope in another case', 403, (f) => withAction(f, (scope) => scope.toLowerCase())],
  ['9: scopes joined by commas', 403, (f) => withAction(f, (scope) => `openid,${scope}`)],
];

/** The claims with one more, whose text is this single byte. */
function withByte(f: Forger, byte: number): Buffer {
  const json = Buffer.from(JSON.stringify(f.claims({ x: '~' })));
  json[json.lastIndexOf('~')] = byte;
  return json;
}

const idTokenHeader = (f: Forger) => ({ alg: 'RS256', kid: f.keys.idToken.kid });

/** Changes the action scope. `City/…` and other scopes stay. */
function withAction(f: Forger, change: (scope: string) => string): Promise<string> {
  const scope = String(f.claims().scope)
    .split(' ')
    .map((each) => (/^B2[CB]Identifier\//.test(each) ? change(each) : each))
    .join(' ');
  return f.sign(f.claims({ scope }));
}

function hs256(f: Forger): Promise<string> {
  const pem = f.keys.accessToken.publicKey.export({ type: 'spki', format: 'pem' });
  return new SignJWT(f.claims())
    .setProtectedHeader({ alg: 'HS256', kid: f.keys.accessToken.kid })
    .sign(Buffer.from(pem));
}

async function changedByte(f: Forger): Promise<string> {
  const [head, , signature] = f.valid.split('.');
  const jti = String(f.claims().jti).replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
  return `${head}.${encode(f.claims({ jti }))}.${signature}`;
}
