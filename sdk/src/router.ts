import type {
  AnyTRPCProcedure,
  AnyTRPCRouter,
  TRPCBuiltRouter,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
} from '@trpc/server';
import type {
  ApprovedMarketPage,
  ApprovedMarketsQuery,
  ChangePage,
  City,
  CityChangesQuery,
  CityMarket,
  CityMarketsQuery,
  DecisionInput,
  DecisionResults,
  DecisionsInput,
  Erasure,
  Market,
  MarketChanges,
  MarketPage,
  MarketSubmission,
  OwnMarket,
  OwnMarketsQuery,
  OwnRevision,
  UserData,
  UserDataQuery,
} from './contract.ts';
import type { ProblemData } from './problem.ts';

type Root = {
  ctx: object;
  meta: object;
  errorShape: { message: string; code: number; data: ProblemData };
  transformer: false;
};

type Query<Input, Output> = TRPCQueryProcedure<{ input: Input; output: Output; meta: object }>;
type Mutation<Input, Output> = TRPCMutationProcedure<{
  input: Input;
  output: Output;
  meta: object;
}>;

/** Over tRPC the caller's own id is a part of every input: an id, or the word `me`. */
type Own<Input> = Input & { userId: string };

/**
 * The tRPC router of applicants, for tRPC's own clients.
 *
 * @example
 * ```ts
 * const client = createTRPCClient<B2cRouter>({
 *   links: [marketsLink({ router: 'b2c', url: apiUrl, token })],
 * });
 * const { items } = await client.markets.list.query({ userId: 'me' });
 * ```
 */
export type B2cRouter = TRPCBuiltRouter<
  Root,
  {
    markets: {
      list: Query<Own<OwnMarketsQuery>, MarketPage>;
      get: Query<Own<OwnMarket>, Market>;
      submit: Mutation<Own<MarketSubmission>, Market>;
      edit: Mutation<Own<OwnRevision & MarketChanges>, Market>;
      withdraw: Mutation<Own<OwnMarket>, void>;
    };
    users: {
      export: Query<UserDataQuery, UserData>;
      erase: Mutation<Record<string, never>, Erasure>;
    };
  }
>;

/** The tRPC router of city halls, for tRPC's own clients. */
export type B2bRouter = TRPCBuiltRouter<
  Root,
  {
    markets: {
      list: Query<CityMarketsQuery, MarketPage>;
      get: Query<CityMarket, Market>;
      changes: Query<CityChangesQuery, ChangePage>;
      decide: Mutation<DecisionInput, Market>;
      decideMany: Mutation<DecisionsInput, DecisionResults>;
    };
  }
>;

/**
 * The tRPC router of what everyone may read, for tRPC's own clients. It is served at `/trpc/public` and
 * needs no token.
 *
 * @example
 * ```ts
 * const client = createTRPCClient<PublicRouter>({
 *   links: [httpBatchLink({ url: `${apiUrl}/trpc/public` })],
 * });
 * const { items } = await client.markets.list.query({ city: 'iasi' });
 * ```
 */
export type PublicRouter = TRPCBuiltRouter<
  Root,
  {
    markets: { list: Query<ApprovedMarketsQuery, ApprovedMarketPage> };
    cities: Query<Record<string, never>, { items: City[] }>;
    health: Query<Record<string, never>, { status: 'ok' }>;
  }
>;

/** The routers of a signed-in caller, by the name of their mount. */
export type Routers = { b2c: B2cRouter; b2b: B2bRouter };
export type RouterName = keyof Routers;

type RecordOf<Router extends AnyTRPCRouter> = Router['_def']['record'];

/** The names of a router's procedures, such as `markets.list`. */
export type PathOf<Router extends AnyTRPCRouter> = {
  [Group in keyof RecordOf<Router> & string]: `${Group}.${keyof RecordOf<Router>[Group] & string}`;
}[keyof RecordOf<Router> & string];

/** The procedure of that name. */
export type ProcedureAt<
  Router extends AnyTRPCRouter,
  Path,
> = Path extends `${infer Group}.${infer Name}`
  ? RecordOf<Router>[Group] extends Record<Name, infer Procedure extends AnyTRPCProcedure>
    ? Procedure
    : never
  : never;
