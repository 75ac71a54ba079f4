import { createPublicKey } from 'node:crypto';
import { createServer } from 'node:http';
import { type CryptoKey, exportJWK, importPKCS8, type JWK } from 'jose';
import { createKeyGenerator } from '../../signing-keys.ts';

export type Claims = Record<string, unknown>;

/** A real HTTP server that publishes discovery and two keys, and counts who asks for them. */
export async function startIssuer(generateKey = createKeyGenerator()) {
  const keys = new Map<string, CryptoKey>();
  const published: JWK[] = [];
  const hits: string[] = [];
  const answers = new Map<string, () => { status: number; headers?: object; body?: unknown }>();

  const server = createServer((request, response) => {
    const path = request.url ?? '';
    hits.push(path);
    const { status, headers, body } = answers.get(path)?.() ?? { status: 404 };
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a TCP address.');
  const origin = `http://127.0.0.1:${address.port}`;
  const issuer = `${origin}/pool`;

  async function addKey(kid: string): Promise<void> {
    const pem = await generateKey();
    keys.set(kid, await importPKCS8(pem, 'RS256'));
    published.push({ ...(await exportJWK(createPublicKey(pem))), kid, alg: 'RS256', use: 'sig' });
  }

  function keyOf(kid: string): CryptoKey {
    const key = keys.get(kid);
    if (!key) throw new Error(`No key ${kid}.`);
    return key;
  }

  answers.set(discoveryPath, () => ({
    status: 200,
    body: { issuer, jwks_uri: `${issuer}/.well-known/jwks.json` },
  }));
  answers.set(jwksPath, () => ({ status: 200, body: { keys: published } }));
  await addKey('first');
  await addKey('second');

  return {
    issuer,
    origin,
    hits,
    answers,
    published,
    addKey,
    keyOf,
    /** Signed with the second key, which is not the first of the set. */
    sign: (claims: Claims) => forge(keyOf('second'), { alg: 'RS256', kid: 'second' }, claims),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type Issuer = Awaited<ReturnType<typeof startIssuer>>;

export const discoveryPath = '/pool/.well-known/openid-configuration';
export const jwksPath = '/pool/.well-known/jwks.json';

/** A JWS over any header and payload at all, also such that no library would sign. */
export async function forge(key: CryptoKey, header: unknown, payload: unknown): Promise<string> {
  const input = `${encode(header)}.${encode(payload)}`;
  const signature = await crypto.subtle.sign(key.algorithm.name, key, Buffer.from(input));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}

export function encode(value: unknown): string {
  if (value instanceof Buffer) return value.toString('base64url');
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString(
    'base64url',
  );
}
