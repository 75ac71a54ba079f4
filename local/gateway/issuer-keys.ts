import { type CompactVerifyGetKey, createRemoteJWKSet } from 'jose';
import { JWKSMultipleMatchingKeys, JWKSNoMatchingKey } from 'jose/errors';
import { unknownKidCoolDownMs } from './assumptions.ts';
import { isJsonObject } from './claims.ts';

/** The issuer cannot be reached, or its documents are not what discovery and RFC 7517 describe. */
export class KeysUnavailable extends Error {}

/**
 * The published keys of an issuer. Discovery finds the key set once; jose fetches, caches and searches
 * it. Only these two documents are ever fetched, and neither may redirect.
 */
export function createIssuerKeys(issuer: string, timeoutMs: number): CompactVerifyGetKey {
  assertTrustworthy(issuer, 'Issuer');
  let discovered: Promise<CompactVerifyGetKey> | undefined;

  function discover(): Promise<CompactVerifyGetKey> {
    discovered ??= fetchJwksUri(issuer, timeoutMs).then(
      (url) =>
        createRemoteJWKSet(url, {
          cacheMaxAge: maxAgeMs,
          cooldownDuration: unknownKidCoolDownMs,
          timeoutDuration: timeoutMs,
        }),
      (error: unknown) => {
        discovered = undefined;
        throw error;
      },
    );
    return discovered;
  }

  return async (header, token) => {
    try {
      const getKey = await discover();
      return await getKey(header, token);
    } catch (error) {
      if (error instanceof JWKSNoMatchingKey || error instanceof JWKSMultipleMatchingKeys) {
        throw error;
      }
      const message = `the keys of ${issuer} cannot be fetched: ${toMessage(error)}`;
      throw new KeysUnavailable(message, { cause: error });
    }
  };
}

/** AWS may cache an issuer's keys for two hours. */
const maxAgeMs = 2 * 60 * 60 * 1000;

const loopbackHosts: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

async function fetchJwksUri(issuer: string, timeoutMs: number): Promise<URL> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(url, {
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const discovery: unknown = await response.json();
  if (!isJsonObject(discovery)) throw new Error(`${url} is not a JSON object`);
  if (discovery.issuer !== issuer) throw new Error('discovery names another issuer');
  if (typeof discovery.jwks_uri !== 'string') throw new Error('discovery names no jwks_uri');
  assertTrustworthy(discovery.jwks_uri, 'jwks_uri');
  return new URL(discovery.jwks_uri);
}

/** A failed `fetch` has its reason in `cause`. */
function toMessage(error: unknown): string {
  const { cause } = error instanceof Error ? error : {};
  if (cause instanceof Error) return cause.message;
  return error instanceof Error ? error.message : `${error}`;
}

function assertTrustworthy(url: string, subject: string): void {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:') return;
  if (protocol === 'http:' && loopbackHosts.includes(hostname)) return;
  throw new Error(`${subject} ${url}: expected https, or http on a loopback address.`);
}
