/** The two kinds of caller, each with a JWT authorizer of its own at the gateway. */
export type AuthorizerName = 'b2c' | 'b2b';

/** One route of the HTTP API, as `infra/` creates it and the local gateway serves it. */
export type Route = {
  /** `GET /v1/cities`: API Gateway's route key. */
  routeKey: string;
  /** `null`: public on purpose. */
  authorizer: AuthorizerName | null;
  /** Any one of these lets a token pass the gateway; empty only on public routes. */
  scopes: readonly string[];
};
