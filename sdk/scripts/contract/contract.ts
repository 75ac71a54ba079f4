import type { AnyTRPCProcedure, inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { B2bRouter } from '../../../server/contract/b2b.ts';
import type { B2cRouter } from '../../../server/contract/b2c.ts';
import type { publicRouter } from '../../../server/contract/public.ts';
import type { Issue as ServerIssue } from '../../../server/domain/problems.ts';

type B2cInputs = inferRouterInputs<B2cRouter>;
type DecideInput = inferRouterInputs<B2bRouter>['markets']['decide'];
type B2bInputs = {
  // The schema is of one piece, and looks at the reason later.
  markets: Omit<inferRouterInputs<B2bRouter>['markets'], 'decide'> & { decide: MarketDecision };
};
type B2cOutputs = inferRouterOutputs<B2cRouter>;
type B2bOutputs = inferRouterOutputs<B2bRouter>;
type PublicOutputs = inferRouterOutputs<typeof publicRouter>;

type Optional<T, Keys extends keyof T> = Omit<T, Keys> & Partial<Pick<T, Keys>>;

/** Whether a city hall has decided on the market's present revision, and how. */
export type MarketStatus = Market['status'];

/** One decision of a city hall on one revision of a market. */
export type Decision = B2bOutputs['markets']['decide']['decisions'][number];

/** A market, as it is stored. */
export type Market = B2bOutputs['markets']['decide'];

/** Some markets, and where to go on. */
export type MarketPage = B2bOutputs['markets']['list'];

/** A city of the catalogue. */
export type City = PublicOutputs['cities']['items'][number];

/** What to submit: a new market. */
export type MarketSubmission = Optional<B2cInputs['markets']['submit'], 'userId'>;

/** Which page of one's own markets. */
export type OwnMarketsQuery = Optional<B2cInputs['markets']['list'], 'userId'>;

/** Which market of one's own; a whole `Market` will do. */
export type OwnMarket = Optional<B2cInputs['markets']['withdraw'], 'userId'>;

/** Which market of one's own, as it was read; a whole `Market` will do. */
export type OwnRevision = Optional<
  Pick<B2cInputs['markets']['edit'], 'userId' | 'marketId' | 'revision'>,
  'userId'
>;

/** What to change; what is left out stays as it is. */
export type MarketChanges = Omit<B2cInputs['markets']['edit'], keyof OwnRevision>;

/** Which page of a city's markets. */
export type CityMarketsQuery = B2bInputs['markets']['list'];

/** Which market, as it was read; a whole `Market` will do. Of its decisions only the number counts. */
export type ReviewedMarket = Pick<Market, 'userId' | 'marketId' | 'revision'> & {
  decisions: readonly unknown[];
};

/** A decision for a market. */
export type MarketApproval = DecideInput & { approved: true };

/** A decision against a market, which needs a reason. */
export type MarketRejection = DecideInput & { approved: false; reason: string };

/** A city hall's decision on a market. */
export type MarketDecision = MarketApproval | MarketRejection;

/** One rejected place of the input. */
export type Issue = ServerIssue;

/** Which page of what is kept about oneself. */
export type UserDataQuery = B2cInputs['users']['export'];

/** Everything that is kept about an applicant, page by page. */
export type UserData = B2cOutputs['users']['export'];

/** How far an erasure has come. */
export type Erasure = B2cOutputs['users']['erase'];

/** The tRPC procedures of applicants. */
export type B2cProcedures = Procedures<'markets', B2cRecord, B2cInputs, B2cOutputs> &
  Procedures<'users', B2cRecord, B2cInputs, B2cOutputs>;

/** The tRPC procedures of city halls. */
export type B2bProcedures = Procedures<'markets', B2bRecord, B2bInputs, B2bOutputs>;

type B2cRecord = B2cRouter['_def']['record'];
type B2bRecord = B2bRouter['_def']['record'];

/** Those of one router of the record, by the name that tRPC calls them by. */
type Procedures<
  Router extends string,
  Routers extends Record<Router, Record<string, AnyTRPCProcedure>>,
  Inputs extends Record<Router, Record<keyof Routers[Router], unknown>>,
  Outputs extends Record<Router, Record<keyof Routers[Router], unknown>>,
> = {
  [Name in keyof Routers[Router] & string as `${Router}.${Name}`]: {
    type: Routers[Router][Name]['_def']['type'];
    input: Inputs[Router][Name];
    output: [Outputs[Router][Name]] extends [never] ? undefined : Outputs[Router][Name];
  };
};
