/** Where one deployment, or the local stack, is reached, by the names that its outputs use. */
export type Urls = {
  apiUrl: string;
  b2bApiUrl: string;
  authorizeUrl: string;
  tokenUrl: string;
  b2bTokenUrl: string;
};

/** What the committed document names: `.example` is reserved and leads nowhere (RFC 2606). */
export const exampleUrls: Urls = {
  apiUrl: 'https://api.markets.example',
  b2bApiUrl: 'https://city-halls.markets.example',
  authorizeUrl: 'https://sign-in.markets.example/oauth2/authorize',
  tokenUrl: 'https://sign-in.markets.example/oauth2/token',
  b2bTokenUrl: 'https://city-halls-sign-in.markets.example/oauth2/token',
};
