import { authorizationCode, createB2cClient, type MarketSubmission } from '@christmas-markets/sdk';
import { apiUrl, clientId, domain, issuer, logoutUri, redirectUri } from './settings.ts';

const auth = authorizationCode({
  issuer,
  authorizeUrl: `https://${domain}/oauth2/authorize`,
  tokenUrl: `https://${domain}/oauth2/token`,
  logoutUrl: `https://${domain}/logout`,
  clientId,
  redirectUri,
});
const { markets } = createB2cClient({ url: apiUrl, token: auth.token });

await auth.handleRedirect();
export const signIn = () => auth.signIn();
export const signOut = () => auth.signOut({ logoutUri });
export const list = () => markets.list();
export const submit = (market: MarketSubmission) => markets.submit(market);
