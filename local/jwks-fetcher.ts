import { FetchError } from 'aws-jwt-verify/error';
import type { Fetcher } from 'aws-jwt-verify/https';
import { loopbackAddress } from './listen.ts';

/** The local issuer's keys come by http, which is right over loopback and nowhere else. */
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
      // As the fetcher of AWS tells it: an issuer that is down is not a token that is bad.
      throw new FetchError(uri, cause);
    }
  },
};
