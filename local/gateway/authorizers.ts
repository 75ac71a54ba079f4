import type { AuthorizerName } from '../../server/contract/access-token.ts';
import type { Route } from '../../server/contract/routes.ts';
import type { JwtConfiguration } from './claims.ts';
import type { JwtAuthorizerContext } from './event.ts';
import { createJwtAuthorizer, type JwtAuthorizer } from './jwt-authorizer.ts';

export type AuthorizersOptions = {
  routes: readonly Route[];
  authorizers: Partial<Record<AuthorizerName, JwtConfiguration>>;
  clock: () => number;
  issuerTimeoutMs: number;
};

export type Authorize = (
  route: Route,
  authorization: string | undefined,
) => Promise<JwtAuthorizerContext | null>;

/** Gives each route its authorizer. Throws if a route names one that is not configured. */
export function createAuthorizers({
  routes,
  authorizers,
  ...options
}: AuthorizersOptions): Authorize {
  const byName = new Map<string, JwtAuthorizer>();
  for (const [name, configuration] of Object.entries(authorizers)) {
    byName.set(name, createJwtAuthorizer(configuration, options));
  }
  const authorizerOf = ({ routeKey, authorizer }: Route): JwtAuthorizer | null => {
    if (authorizer === null) return null;
    const found = byName.get(authorizer);
    if (!found)
      throw new Error(`Route '${routeKey}': authorizer '${authorizer}' is not configured.`);
    return found;
  };
  routes.forEach(authorizerOf);
  return async (route, authorization) => {
    const authorize = authorizerOf(route);
    return authorize ? authorize(authorization, route.scopes) : null;
  };
}
