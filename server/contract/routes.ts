import type { AnyTRPCProcedure, AnyTRPCRouter } from '@trpc/server';
import * as z from 'zod';
import type { AuthorizerName } from './access-token.ts';
import { b2bRouter } from './b2b.ts';
import { b2cRouter } from './b2c.ts';
import type { Meta } from './procedures.ts';
import { publicRouter } from './public.ts';

/** One route of the HTTP API, as `infra/` creates it and the local gateway serves it. */
export type Route = {
  /** API Gateway's route key, for example `GET /v1/cities`. */
  routeKey: string;
  /** `null`: public on purpose. */
  authorizer: AuthorizerName | null;
  /** A token with any one of these passes the gateway. Empty only on public routes. */
  scopes: readonly string[];
};

/** A procedure that is published over REST too. */
export type Operation = Route & {
  router: AnyTRPCRouter;
  /** The path within `router`, for example `markets.submit`. */
  procedure: string;
  type: AnyTRPCProcedure['_def']['type'];
  input: z.ZodObject;
  hasBody: boolean;
  meta: Meta & Required<Pick<Meta, 'openapi'>>;
};

/** A tRPC router, as served at `/trpc/b2c/`, `/trpc/b2b/` and `/trpc/public/`. */
export type Mount = Route & {
  router: AnyTRPCRouter;
  procedures: ReadonlyMap<string, AnyTRPCProcedure>;
};

/** Everything that the Lambda serves by procedures, by route key. */
export type Contract = {
  routers: Routers;
  operations: ReadonlyMap<string, Operation>;
  /** One router for each side and one for everyone, because a gateway route has one authorizer. */
  mounts: ReadonlyMap<string, Mount>;
};

type Routers = Record<'public' | AuthorizerName, AnyTRPCRouter>;

export function createContract(routers: Routers): Contract {
  const operations = Object.values(routers).flatMap(createOperations);
  const mounts = (['public', 'b2c', 'b2b'] as const).flatMap((name) =>
    createMounts(name, routers[name]),
  );
  return {
    routers,
    operations: new Map(operations.map((operation) => [operation.routeKey, operation])),
    mounts: new Map(mounts.map((mount) => [mount.routeKey, mount])),
  };
}

/** The contract of the product. */
export const contract = createContract({
  public: publicRouter,
  b2c: b2cRouter,
  b2b: b2bRouter,
});
export const { operations } = contract;

/** Fixed contents, which no procedure serves. */
export const staticRoutes = {
  document: createStaticRoute('GET /openapi.json'),
  docs: createStaticRoute('GET /docs'),
  /** Greedy, so that `/docs/` reaches the Lambda, too. */
  docsFile: createStaticRoute('GET /docs/{proxy+}'),
  root: createStaticRoute('GET /'),
};

/** The whole route table, from which both gateways are created. */
export const routes: readonly Route[] = [
  ...[...operations.values(), ...Object.values(staticRoutes)].flatMap(withHead),
  ...[...contract.mounts.values()].map(toRoute),
];

/** The routes of an API with these authorizers: those of its sides, and the public ones. */
export function findServedRoutes(authorizers: readonly AuthorizerName[]): Route[] {
  return routes.filter(({ authorizer }) => authorizer === null || authorizers.includes(authorizer));
}

function toRoute({ routeKey, authorizer, scopes }: Route): Route {
  return { routeKey, authorizer, scopes };
}

/** Monitors send HEAD, which is a method of its own at an HTTP API. */
function withHead(served: Route): Route[] {
  const route = toRoute(served);
  if (route.authorizer !== null || !route.routeKey.startsWith('GET ')) return [route];
  return [route, { ...route, routeKey: route.routeKey.replace('GET', 'HEAD') }];
}

function createStaticRoute(routeKey: string): Route {
  return { routeKey, authorizer: null, scopes: [] };
}

function createOperations(router: AnyTRPCRouter): Operation[] {
  return listProcedures(router).flatMap(([procedure, { _def }]) => {
    const { openapi, ...meta }: Meta = _def.meta ?? {};
    if (openapi === undefined) return [];
    const { method, path } = openapi;
    return [
      {
        ...readAccess(procedure, meta),
        routeKey: `${method} ${path}`,
        router,
        procedure,
        type: _def.type,
        input: readInputSchema(procedure, _def),
        hasBody: method === 'POST' || method === 'PATCH',
        meta: { ...meta, openapi },
      },
    ];
  });
}

function readInputSchema(procedure: string, def: { inputs?: readonly unknown[] }): z.ZodObject {
  const [input, ...others] = def.inputs ?? [];
  if (input instanceof z.ZodObject && others.length === 0) return input;
  throw new Error(`${procedure}: give one z.strictObject as the input`);
}

/** Clients send queries by GET and mutations by POST. The public router has no mutations. */
function createMounts(name: keyof Routers, router: AnyTRPCRouter): Mount[] {
  const procedures = listProcedures(router);
  const scopes = procedures.flatMap(
    ([procedure, { _def }]) => readAccess(procedure, _def.meta ?? {}).scopes,
  );
  return (name === 'public' ? ['GET'] : ['GET', 'POST']).map((method) => ({
    routeKey: `${method} /trpc/${name}/{proxy+}`,
    authorizer: name === 'public' ? null : name,
    scopes: [...new Set(scopes)],
    router,
    procedures: new Map(procedures),
  }));
}

export function listProcedures(router: AnyTRPCRouter): [string, AnyTRPCProcedure][] {
  return Object.entries(router._def.procedures);
}

function readAccess(
  procedure: string,
  { authorizer, scope }: Meta,
): Pick<Route, 'authorizer' | 'scopes'> {
  if (authorizer === null) return { authorizer, scopes: [] };
  if (authorizer !== undefined && scope !== undefined) return { authorizer, scopes: [scope] };
  throw new Error(`${procedure}: name an authorizer and a scope, or make it public on purpose`);
}
