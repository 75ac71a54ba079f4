import { hash } from 'node:crypto';
import type { Fetcher } from 'aws-jwt-verify/https';

/** `exp` is in seconds since 1970. */
type Verified<Claims> = { claims: Claims; exp: number };

/** An entry takes about 1 KB. */
const maxTokens = 1_000;

/**
 * Keeps the result of a token's verification by the token's digest, so that a token is verified once and
 * not with each request. Nothing is kept past `exp`, nor after the issuer's keys are read again: then
 * each token is verified by the new keys. A refusal is not kept.
 */
export function createVerifiedTokens<Claims>(fetcher: Fetcher) {
  let kept = new Map<string, Verified<Claims>>();

  return {
    /** To be used for the issuer's keys. */
    fetcher: {
      async fetch(...args) {
        const keys = await fetcher.fetch(...args);
        kept = new Map();
        return keys;
      },
    } satisfies Fetcher,

    async verifyOnce(
      side: string,
      token: string,
      verify: () => Promise<Verified<Claims>>,
    ): Promise<Claims> {
      const digest = `${side} ${hash('sha256', token, 'base64url')}`;
      // A verification that reads new keys is put into the map of the old keys, which is dropped.
      const tokens = kept;
      const known = tokens.get(digest);
      if (known !== undefined && known.exp > Date.now() / 1000) return known.claims;
      const verified = await verify();
      const [oldest] = tokens.keys();
      if (oldest !== undefined && tokens.size >= maxTokens) tokens.delete(oldest);
      tokens.set(digest, verified);
      return verified.claims;
    },
  };
}
