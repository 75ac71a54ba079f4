import { FetchError } from 'aws-jwt-verify/error';
import type { Fetcher } from 'aws-jwt-verify/https';
import { loopbackAddress } from './listen.ts';

/** Fetches the local issuer's keys over http, which is safe only on loopback. */
export const loopbackFetcher: Fetcher = {
  async fetch(uri) {
    if (new URL(uri).hostname !== loopbackAddress) {
      throw new Error(`Keys over http from ${uri}: expected ${loopbackAddress}`);
    }
    try {
      const response = await fetch(uri, { redirect: 'error' });
      if (!response.ok) throw new Error(`answered ${response.status}`);
      return await response.arrayBuffer();
    } catch (cause) {
      // Like aws-jwt-verify's own fetcher: an unavailable issuer does not make a token invalid.
      throw new FetchError(uri, cause);
    }
  },
};
