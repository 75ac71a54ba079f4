export type Endpoints = ReturnType<typeof endpointsOf>;

/** The URLs of an issuer. With `''`, the paths only. */
export function endpointsOf(issuer: string) {
  return {
    discovery: `${issuer}/.well-known/openid-configuration`,
    jwks: `${issuer}/.well-known/jwks.json`,
    authorize: `${issuer}/oauth2/authorize`,
    token: `${issuer}/oauth2/token`,
    userInfo: `${issuer}/oauth2/userInfo`,
    revoke: `${issuer}/oauth2/revoke`,
    login: `${issuer}/login`,
    signUp: `${issuer}/signup`,
    confirm: `${issuer}/confirm`,
    resendCode: `${issuer}/resendcode`,
    logout: `${issuer}/logout`,
  };
}
