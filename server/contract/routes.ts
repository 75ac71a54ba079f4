import type { AnyTRPCProcedure, AnyTRPCRouter } from '@trpc/server';
import * as z from 'zod';
import type { AuthorizerName } from './access-token.ts';
import { b2bRouter } from './b2b.ts';
import { b2cRouter } from './b2c.ts';
import type { Meta } from './procedures.ts';
import { publicRouter } from './public.ts';

/** One route of the HTTP API, as `infra/` creates it and the local gateway serves it. */
export type Route = {
  /** `GET /v1/cities`: API Gateway's route key. */
  routeKey: string;
  /** `null`: public on purpose. */
  authorizer: AuthorizerName | null;
  /** Any one of these lets a token pass the gateway; empty only on public routes. */
  scopes: readonly string[];
};

/** A procedure that is published over REST too. */
export type Operation = Route & {
  router: AnyTRPCRouter;
  /** `markets.submit`, within `router`. */
  procedure: string;
  type: AnyTRPCProcedure['_def']['type'];
  input: z.ZodObject;
  hasBody: boolean;
  meta: Meta & Required<Pick<Meta, 'openapi'>>;
};

/** What the Lambda serves by procedures: the REST operations and tRPC's mounts, by route key. */
export type Contract = {
  routers: Routers;
  operations: ReadonlyMap<string, Operation>;
  /** A router each, because a gateway route has one authorizer. */
  mounts: ReadonlyMap<string, Route & { router: AnyTRPCRouter }>;
};

type Routers = Record<'public' | AuthorizerName, AnyTRPCRouter>;

export function createContract(routers: Routers): Contract {
  const operations = Object.values(routers).flatMap(toOperations);
  const mounts = (['b2c', 'b2b'] as const).flatMap((name) => toMounts(name, routers[name]));
  return {
    routers,
    operations: new Map(operations.map((operation) => [operation.routeKey, operation])),
    mounts: new Map(mounts.map((mount) => [mount.routeKey, mount])),
  };
}

/** The product's own. */
export const contract = createContract({
  public: publicRouter,
  b2c: b2cRouter,
  b2b: b2bRouter,
});
export const { operations } = contract;

/** The OpenAPI document: a fixed text, not a procedure. */
export const documentRoute = toPublicRoute('GET /openapi.json');

/** The page that shows the document, and the files of which it is made. */
export const docsRoutes = {
  page: toPublicRoute('GET /docs'),
  file: toPublicRoute('GET /docs/{file}'),
};

/** The whole route table, the one that the gateways are made of. */
export const routes: readonly Route[] = [
  ...operations.values(),
  ...contract.mounts.values(),
  documentRoute,
  docsRoutes.page,
  docsRoutes.file,
].map(({ routeKey, authorizer, scopes }) => ({ routeKey, authorizer, scopes }));

/** What an API with these authorizers serves: their routes, and the public ones. */
export function toServedRoutes(authorizers: readonly AuthorizerName[]): Route[] {
  return routes.filter(({ authorizer }) => authorizer === null || authorizers.includes(authorizer));
}

function toPublicRoute(routeKey: string): Route {
  return { routeKey, authorizer: null, scopes: [] };
}

function toOperations(router: AnyTRPCRouter): Operation[] {
  return toProcedures(router).flatMap(([procedure, { _def }]) => {
    const { openapi, ...meta }: Meta = _def.meta ?? {};
    if (openapi === undefined) return [];
    const { method, path } = openapi;
    return [
      {
        ...toAccess(procedure, meta),
        routeKey: `${method} ${path}`,
        router,
        procedure,
        type: _def.type,
        input: toInput(procedure, _def),
        hasBody: method === 'POST' || method === 'PATCH',
        meta: { ...meta, openapi },
      },
    ];
  });
}

function toInput(procedure: string, def: { inputs?: readonly unknown[] }): z.ZodObject {
  const [input, ...others] = def.inputs ?? [];
  if (input instanceof z.ZodObject && others.length === 0) return input;
  throw new Error(`${procedure}: give one z.strictObject as the input`);
}

/** Queries come by GET, mutations by POST. */
function toMounts(authorizer: AuthorizerName, router: AnyTRPCRouter) {
  const scopes = toProcedures(router).flatMap(
    ([procedure, { _def }]) => toAccess(procedure, _def.meta ?? {}).scopes,
  );
  return ['GET', 'POST'].map((method) => ({
    routeKey: `${method} /trpc/${authorizer}/{proxy+}`,
    authorizer,
    scopes: [...new Set(scopes)],
    router,
  }));
}

export function toProcedures(router: AnyTRPCRouter): [string, AnyTRPCProcedure][] {
  return Object.entries(router._def.procedures);
}

function toAccess(
  procedure: string,
  { authorizer, scope }: Meta,
): Pick<Route, 'authorizer' | 'scopes'> {
  if (authorizer === null) return { authorizer, scopes: [] };
  if (authorizer !== undefined && scope !== undefined) return { authorizer, scopes: [scope] };
  throw new Error(`${procedure}: name an authorizer and a scope, or make it public on purpose`);
}
