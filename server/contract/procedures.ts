import { initTRPC } from '@trpc/server';
import { type Catalogue, parseCityScope } from '../domain/cities.ts';
import { insufficientScope, Problem, type ProblemCode, toProblem } from '../domain/problems.ts';
import type { MarketStore } from '../markets/store.ts';
import {
  type CurrentCall,
  currentCall,
  type FinishedCall,
  noteInLog,
} from '../observe/call-record.ts';
import type { Authenticate, AuthorizerName } from './access-token.ts';
import type { Deprecation } from './deprecation.ts';

/**
 * What a router says about a procedure beside its schemas. From here come the REST dispatch, the
 * gateway's routes and the OpenAPI document. A `type` and not the library's interface, which
 * would drag its whole world into the types of the SDK.
 */
export type Meta = {
  /** `null` and no scope: public on purpose. */
  authorizer?: AuthorizerName | null;
  scope?: string;
  /** The input that the `Idempotency-Key` header stands for over REST. */
  idempotencyKey?: string;
  /** The status of success over REST, 200 unless given. */
  status?: 201 | 204;
  /** What it refuses beside what follows from its input, its body and its authorizer. */
  problems?: readonly ProblemCode[];
  deprecation?: Deprecation;
  openapi?: {
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
    path: `/${string}`;
    operationId: string;
    summary: string;
    description?: string;
    tags: string[];
  };
};

/** Everything a procedure may touch. The contract itself needs no database and no environment. */
export type Context = {
  requestId: string;
  authorization: string | undefined;
  authenticate: Authenticate;
  catalogue: Catalogue;
  /** The name of each city hall by its client id. */
  cityHallNames: ReadonlyMap<string, string>;
  markets: MarketStore;
  logCall(call: FinishedCall): void;
};

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    // Otherwise decided by NODE_ENV: outside production, stacks would go out with every error.
    isDev: false,
    errorFormatter({ shape, error, ctx }) {
      const { message, problemCode, status, issues } = toProblem(error);
      return {
        ...shape,
        message,
        data: {
          code: problemCode,
          httpStatus: status,
          path: shape.data.path,
          issues,
          requestId: ctx?.requestId,
        },
      };
    },
  });

export const router = t.router;

const observedProcedure = t.procedure.use(async ({ ctx, meta, path, next }) => {
  const call: CurrentCall = { consumedCapacity: 0, startedAt: performance.now() };
  const result = await currentCall.run(call, () => next());
  const { startedAt, ...record } = call;
  const finished = { ...record, procedure: path, durationMs: performance.now() - startedAt };
  if (result.ok) {
    ctx.logCall({ ...finished, status: meta?.status ?? 200 });
  } else {
    const problem = toProblem(result.error);
    ctx.logCall({ ...finished, status: problem.status, problem });
  }
  return result;
});

export const publicProcedure = observedProcedure.meta({ authorizer: null });

/** For applicants: `ctx.applicant` is the person of the verified token. */
export const b2cProcedure = observedProcedure
  .meta({ authorizer: 'b2c', scope: 'B2CIdentifier/ManageChristmasMarkets' })
  .use(async ({ ctx, meta, next }) => {
    const { subject } = await authorise(ctx, meta);
    noteInLog({ callerId: subject });
    return next({ ctx: { applicant: { userId: subject } } });
  });

/** For city halls: `ctx.cityHall` may act for the cities of the verified token's scopes. */
export const b2bProcedure = observedProcedure
  .meta({ authorizer: 'b2b', scope: 'B2BIdentifier/ApproveChristmasMarkets' })
  .use(async ({ ctx, meta, next }) => {
    const { clientId, scopes } = await authorise(ctx, meta);
    const name = ctx.cityHallNames.get(clientId);
    if (name === undefined) {
      throw new Problem('UNAUTHORIZED', 'The access token is not one of a city hall.', {
        bearerError: 'invalid_token',
      });
    }
    noteInLog({ callerId: name });
    const keys = new Set([...scopes].map(parseCityScope));
    const cities = ctx.catalogue.cities.filter((city) => keys.has(city.key));
    if (cities.length === 0) {
      throw insufficientScope('The access token holds no City/… scope of the catalogue.');
    }
    return next({ ctx: { cityHall: { name, cities: cities.map((city) => city.name) } } });
  });

/** The caller's verified token, which must hold the scope that the procedure's metadata names. */
async function authorise(ctx: Context, meta: Meta | undefined) {
  if (!meta?.authorizer || !meta.scope) {
    throw new Error('A procedure that needs a token must name its authorizer and its scope');
  }
  const token = await ctx.authenticate(meta.authorizer, ctx.authorization);
  if (!token.scopes.has(meta.scope)) {
    throw insufficientScope(`The access token lacks the scope ${meta.scope}.`);
  }
  return token;
}
