import { listActionScopes } from '../../contract/scopes.ts';

/**
 * Postman's own OAuth 2.0: in the app one may get a token by it, a run uses the one that the first
 * folder has put into the environment.
 */
export const applicantAuth = createAuth({
  accessToken: '{{applicantToken}}',
  grant_type: 'authorization_code_with_pkce',
  challengeAlgorithm: 'S256',
  authUrl: '{{authorizeUrl}}',
  accessTokenUrl: '{{tokenUrl}}',
  clientId: '{{b2cClientId}}',
  redirect_uri: '{{callbackUrl}}',
  scope: listActionScopes('b2c').join(' '),
  client_authentication: 'body',
});

export const cityHallAuth = createAuth({
  accessToken: '{{cityHallToken}}',
  grant_type: 'client_credentials',
  accessTokenUrl: '{{b2bTokenUrl}}',
  clientId: '{{cityHallClientId}}',
  clientSecret: '{{cityHallClientSecret}}',
  client_authentication: 'header',
});

function createAuth(values: Record<string, string>) {
  return {
    type: 'oauth2',
    oauth2: Object.entries({ ...values, addTokenTo: 'header', tokenType: 'Bearer' }).map(
      ([key, value]) => ({ key, value, type: 'string' }),
    ),
  };
}
