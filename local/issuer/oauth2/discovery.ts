import type { UserPool } from '../user-pool.ts';

export const discoveryDocument = ({ issuer, endpoints }: UserPool) => ({
  issuer,
  authorization_endpoint: endpoints.authorize,
  token_endpoint: endpoints.token,
  userinfo_endpoint: endpoints.userInfo,
  revocation_endpoint: endpoints.revoke,
  end_session_endpoint: endpoints.logout,
  jwks_uri: endpoints.jwks,
  response_types_supported: ['code'],
  grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
  scopes_supported: ['openid', 'email'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
});

export const jwks = ({ keys }: UserPool) => ({ keys: [keys.idToken.jwk, keys.accessToken.jwk] });
