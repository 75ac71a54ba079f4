import { createLocalJWKSet, type JSONWebKeySet, type LocalJWKSet } from 'jose';
import { issuerTimeoutMs, unknownKidCoolDownMs } from './assumptions.ts';
import { isJsonObject, type JsonObject } from './claims.ts';

/**
 * The issuer's published keys: found by OIDC discovery, cached, looked up by key id. Nothing but
 * the issuer's own two documents is ever fetched.
 */
export function createIssuerKeys(
  issuer: string,
  clock: () => number,
): (kid: string) => Promise<LocalJWKSet> {
  assertTrustworthy(issuer, 'Issuer');
  let cached: KeySet | undefined;
  let pending: Promise<KeySet> | undefined;

  const refresh = (): Promise<KeySet> => {
    pending ??= fetchKeySet(issuer)
      .then((keySet) => {
        cached = { ...keySet, fetchedAt: clock() };
        return cached;
      })
      .finally(() => {
        pending = undefined;
      });
    return pending;
  };

  return async (kid) => {
    const age = cached ? clock() - cached.fetchedAt : Number.POSITIVE_INFINITY;
    const isStale = age >= maxAgeMs;
    const isWorthAnotherLook = age >= unknownKidCoolDownMs && !cached?.kids.has(kid);
    const { keys } = !cached || isStale || isWorthAnotherLook ? await refresh() : cached;
    return keys;
  };
}

type KeySet = { keys: LocalJWKSet; kids: ReadonlySet<unknown>; fetchedAt: number };

/** AWS may cache an issuer's keys for two hours. */
const maxAgeMs = 2 * 60 * 60 * 1000;

const loopbackHosts: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

async function fetchKeySet(issuer: string): Promise<Omit<KeySet, 'fetchedAt'>> {
  const discovery = await fetchJson(
    `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
  );
  if (discovery.issuer !== issuer) throw new Error('Discovery names another issuer.');
  if (typeof discovery.jwks_uri !== 'string') throw new Error('Discovery names no jwks_uri.');
  assertTrustworthy(discovery.jwks_uri, 'jwks_uri');
  const jwks = await fetchJson(discovery.jwks_uri);
  if (!isKeySet(jwks)) throw new Error('The jwks_uri gave no key set.');
  return { keys: createLocalJWKSet(jwks), kids: new Set(jwks.keys.map(({ kid }) => kid)) };
}

async function fetchJson(url: string): Promise<JsonObject> {
  const response = await fetch(url, {
    redirect: 'error',
    signal: AbortSignal.timeout(issuerTimeoutMs),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  const document: unknown = await response.json();
  if (!isJsonObject(document)) throw new Error(`${url} gave no JSON object.`);
  return document;
}

function isKeySet(document: JsonObject): document is JsonObject & JSONWebKeySet {
  return Array.isArray(document.keys) && document.keys.every(isJsonObject);
}

function assertTrustworthy(url: string, subject: string): void {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:') return;
  if (protocol === 'http:' && loopbackHosts.includes(hostname)) return;
  throw new Error(`${subject} ${url}: expected https, or http on a loopback address.`);
}
