import type { Fetcher } from 'aws-jwt-verify/https';
import { loopbackAddress } from './listen.ts';

/** The local issuer's keys come by http, which is right over loopback and nowhere else. */
export const loopbackFetcher: Fetcher = {
  async fetch(uri) {
    if (new URL(uri).hostname !== loopbackAddress) {
      throw new Error(`Keys over http from ${uri}: expected ${loopbackAddress}`);
    }
    const response = await fetch(uri, { redirect: 'error' });
    if (!response.ok) throw new Error(`${uri} answered ${response.status}`);
    return response.arrayBuffer();
  },
};
