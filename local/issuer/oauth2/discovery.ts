import type { UserPool } from '../user-pool.ts';

/**
 * The members that Cognito publishes, and no others. It takes PKCE, client credentials and public
 * clients without naming them, so a client must not depend on these members.
 */
export const discoveryDocument = ({ issuer, endpoints }: UserPool) => ({
  issuer,
  authorization_endpoint: endpoints.authorize,
  token_endpoint: endpoints.token,
  userinfo_endpoint: endpoints.userInfo,
  revocation_endpoint: endpoints.revoke,
  end_session_endpoint: endpoints.logout,
  jwks_uri: endpoints.jwks,
  response_types_supported: ['code', 'token'],
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  scopes_supported: ['openid', 'email', 'phone', 'profile'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
});

export const jwks = ({ keys }: UserPool) => ({ keys: [keys.idToken.jwk, keys.accessToken.jwk] });
