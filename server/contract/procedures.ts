import { initTRPC } from '@trpc/server';
import type { Catalogue } from '../domain/cities.ts';
import { insufficientScope, Problem, type ProblemCode, toProblem } from '../domain/problems.ts';
import type { MarketStore } from '../markets/store.ts';
import { type CallRecord, currentCall, noteInLog } from '../observe/call-record.ts';
import type { Log } from '../observe/log.ts';
import type { Authenticate, AuthorizerName } from './access-token.ts';
import type { Deprecation } from './deprecation.ts';

/**
 * The metadata of a procedure. The REST dispatch, the gateway's routes and the OpenAPI document are
 * derived from it. It does not use trpc-to-openapi's interface, because that would add all types of
 * that library to the types of the SDK.
 */
export type Meta = {
  /** `null`: public on purpose, and without a scope. */
  authorizer?: AuthorizerName | null;
  scope?: string;
  /** The input that the `Idempotency-Key` header sets over REST. */
  idempotencyKey?: string;
  /** The status of success over REST. @default 200 */
  status?: 201 | 204;
  /** It is the only call of its request: its answer may be as large as an answer can be. */
  unbatched?: true;
  /** Its problems, except those that follow from its input, its body and its authorizer. */
  problems?: readonly ProblemCode[];
  deprecation?: Deprecation;
  /** The `Cache-Control` of a success. Only for answers that are the same for everyone. @default no-store */
  cacheControl?: string;
  openapi?: {
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
    path: `/${string}`;
    operationId: string;
    summary: string;
    description?: string;
    tags: string[];
  };
};

/** What procedures use, the same for all requests. */
export type Services = {
  authenticate: Authenticate;
  catalogue: Catalogue;
  /** The name of each city hall by its client id. */
  cityHallNames: ReadonlyMap<string, string>;
  markets: MarketStore;
  log: Log;
};

/** Services come in from outside: the contract imports no database and reads no environment. */
export type Context = Services & { requestId: string; authorization: string | undefined };

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    // Explicit, because the default depends on NODE_ENV and adds stack traces to errors.
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

/** Writes one log line for each call, whatever its outcome. */
const loggedProcedure = t.procedure.use(async ({ ctx, meta, path, next }) => {
  const call: CallRecord = { consumedCapacity: 0, startedAt: performance.now() };
  const result = await currentCall.run(call, () => next());
  const problem = result.ok ? undefined : toProblem(result.error);
  const status = problem?.status ?? meta?.status ?? 200;
  ctx.log.call({ requestId: ctx.requestId, procedure: path, status, problem }, call);
  return result;
});

export const publicProcedure = loggedProcedure.meta({ authorizer: null });

/** For applicants: `ctx.applicant` is the subject of the verified token. */
export const b2cProcedure = loggedProcedure
  .meta({ authorizer: 'b2c', scope: 'B2CIdentifier/ManageChristmasMarkets' })
  .use(async ({ ctx, meta, next }) => {
    const { subject } = await authorise(ctx, meta);
    noteInLog({ callerId: subject });
    return next({ ctx: { applicant: { userId: subject } } });
  });

/** For city halls: `ctx.cityHall` holds the cities that the scopes of the verified token name. */
export const b2bProcedure = loggedProcedure
  .meta({ authorizer: 'b2b', scope: 'B2BIdentifier/ApproveChristmasMarkets' })
  .use(async ({ ctx, meta, next }) => {
    const { clientId, scopes } = await authorise(ctx, meta);
    const name = ctx.cityHallNames.get(clientId);
    if (name === undefined) {
      throw new Problem('UNAUTHORIZED', 'The access token does not belong to a city hall.', {
        bearerError: 'invalid_token',
        tokenFault: 'client',
      });
    }
    noteInLog({ callerId: name });
    const cities = ctx.catalogue.listNames(scopes);
    if (cities.length === 0) {
      throw insufficientScope('The access token has no City/… scope of a city in the catalogue.');
    }
    return next({ ctx: { cityHall: { name, cities } } });
  });

/** Verifies the caller's token, which must have the scope that the procedure's metadata names. */
async function authorise(ctx: Context, meta: Meta | undefined) {
  if (!meta?.authorizer || !meta.scope) {
    throw new Error(
      'The metadata of a procedure that needs a token must name an authorizer and a scope',
    );
  }
  const token = await ctx.authenticate(meta.authorizer, ctx.authorization);
  if (!token.scopes.has(meta.scope)) {
    throw insufficientScope(`The access token lacks the scope ${meta.scope}.`);
  }
  return token;
}
