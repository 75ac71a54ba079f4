import type { Outputs } from '../deployment/outputs.ts';

/** Where one deployment, or the local stack, is reached. */
export type Urls = Pick<
  Outputs,
  'apiUrl' | 'b2bApiUrl' | 'authorizeUrl' | 'tokenUrl' | 'b2bTokenUrl'
>;

/** What the committed document names: `.example` is reserved and leads nowhere (RFC 2606). */
export const exampleUrls: Urls = {
  apiUrl: 'https://api.markets.example',
  b2bApiUrl: 'https://city-halls.markets.example',
  authorizeUrl: 'https://sign-in.markets.example/oauth2/authorize',
  tokenUrl: 'https://sign-in.markets.example/oauth2/token',
  b2bTokenUrl: 'https://city-halls-sign-in.markets.example/oauth2/token',
};
