import { listActionScopes } from '../../contract/scopes.ts';

/**
 * The OAuth 2.0 settings of Postman. In the app, a person can get a token with them. A run uses the token
 * that the first folder writes to the environment.
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
