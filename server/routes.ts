import type { AnyTRPCProcedure, AnyTRPCRouter } from '@trpc/server';
import * as z from 'zod';
import { b2bRouter } from './b2b.ts';
import { b2cRouter } from './b2c.ts';
import type { AuthorizerName } from './caller.ts';
import { publicRouter } from './public.ts';
import type { Meta } from './trpc.ts';

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
  meta: Meta;
};

const routers = { public: publicRouter, b2c: b2cRouter, b2b: b2bRouter };

/** Every REST operation by its route key. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  Object.values(routers)
    .flatMap(toOperations)
    .map((operation) => [operation.routeKey, operation]),
);

/** tRPC's mounts by route key: a router each, because a gateway route has one authorizer. */
export const mounts: ReadonlyMap<string, Route & { router: AnyTRPCRouter }> = new Map(
  (['b2c', 'b2b'] as const).flatMap(toMounts).map((mount) => [mount.routeKey, mount]),
);

/** The OpenAPI document: a fixed text, not a procedure. */
export const documentRoute: Route = {
  routeKey: 'GET /openapi.json',
  authorizer: null,
  scopes: [],
};

/** The whole route table, the one that the gateways are made of. */
export const routes: readonly Route[] = [
  ...operations.values(),
  ...mounts.values(),
  documentRoute,
].map(({ routeKey, authorizer, scopes }) => ({ routeKey, authorizer, scopes }));

function toOperations(router: AnyTRPCRouter): Operation[] {
  return toProcedures(router).flatMap(([procedure, { _def }]) => {
    const meta: Meta = _def.meta ?? {};
    if (meta.openapi === undefined) return [];
    const { method, path } = meta.openapi;
    return [
      {
        ...toAccess(procedure, meta),
        routeKey: `${method} ${path}`,
        router,
        procedure,
        type: _def.type,
        input: toInput(procedure, _def),
        hasBody: method === 'POST' || method === 'PATCH',
        meta,
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
function toMounts(authorizer: AuthorizerName) {
  const router = routers[authorizer];
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
