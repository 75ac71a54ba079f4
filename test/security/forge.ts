import type { KeyObject } from 'node:crypto';
import { dirname } from 'node:path';
import { decodeJwt } from 'jose';
import { openSigningKeys, type SigningKeys } from '../../local/issuer/store/keys.ts';
import type { TestStack } from '../fixture.ts';
import { forge } from '../unit/gateway/issuer.ts';

type Claims = Record<string, unknown>;

/** Creates tokens that differ from a valid one in the way that a test needs. */
export type Forger = {
  valid: string;
  keys: SigningKeys;
  /** The claims of the valid token with changes; `undefined` removes a claim. */
  claims(changes?: Claims): Claims;
  /** Signs with the issuer's real key by default. */
  sign(claims: unknown, header?: unknown, key?: KeyObject): Promise<string>;
};

/** Reads the running issuer's private keys from its data folder, so that forged tokens have real signatures. */
export async function createForger(
  { outputsFile }: Pick<TestStack, 'outputsFile'>,
  { issuer, valid }: { issuer: string; valid: string },
): Promise<Forger> {
  const poolId = new URL(issuer).pathname.slice(1);
  const keys = await openSigningKeys(`${dirname(outputsFile)}/issuer/${poolId}.signing-keys.json`);
  const goodHeader = { alg: 'RS256', kid: keys.accessToken.kid };
  return {
    valid,
    keys,
    claims: (changes = {}) => ({ ...decodeJwt(valid), ...changes }),
    sign: (claims, header = goodHeader, key = keys.accessToken.privateKey) =>
      forge(
        key.toCryptoKey({ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, false, ['sign']),
        header,
        claims,
      ),
  };
}
