import type { AnyTRPCProcedure, inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { B2bRouter } from '../../../server/b2b.ts';
import type { B2cRouter } from '../../../server/b2c.ts';
import type { Issue as ServerIssue } from '../../../server/errors.ts';
import type { publicRouter } from '../../../server/public.ts';

type B2cInputs = inferRouterInputs<B2cRouter>['markets'];
type B2bInputs = inferRouterInputs<B2bRouter>['markets'];
type B2cOutputs = inferRouterOutputs<B2cRouter>['markets'];
type B2bOutputs = inferRouterOutputs<B2bRouter>['markets'];
type PublicOutputs = inferRouterOutputs<typeof publicRouter>;

type Optional<T, Keys extends keyof T> = Omit<T, Keys> & Partial<Pick<T, Keys>>;

/** Whether a city hall has decided on the market's present revision, and how. */
export type MarketStatus = Market['status'];

/** One decision of a city hall on one revision of a market. */
export type Decision = B2bOutputs['decide']['decisions'][number];

/** A market, as it is stored. */
export type Market = B2bOutputs['decide'];

/** Some markets, and where to go on. */
export type MarketPage = B2bOutputs['list'];

/** A city of the catalogue. */
export type City = PublicOutputs['cities']['items'][number];

/** What to submit: a new market. */
export type MarketSubmission = Optional<B2cInputs['submit'], 'userId'>;

/** Which page of one's own markets. */
export type OwnMarketsQuery = Optional<B2cInputs['list'], 'userId'>;

/** Which market of one's own; a whole `Market` will do. */
export type OwnMarket = Optional<B2cInputs['withdraw'], 'userId'>;

/** Which market of one's own, as it was read; a whole `Market` will do. */
export type OwnRevision = Optional<
  Pick<B2cInputs['edit'], 'userId' | 'marketId' | 'revision'>,
  'userId'
>;

/** What to change; what is left out stays as it is. */
export type MarketChanges = Omit<B2cInputs['edit'], keyof OwnRevision>;

/** Which page of a city's markets. */
export type CityMarketsQuery = B2bInputs['list'];

/** Which market, as it was read; a whole `Market` will do. */
export type ReviewedMarket = Pick<B2bInputs['decide'], 'userId' | 'marketId' | 'revision'>;

/** A city hall's decision on a market. */
export type MarketDecision = B2bInputs['decide'];

/** One rejected place of the input. */
export type Issue = ServerIssue;

/** The tRPC procedures of applicants. */
export type B2cProcedures = Procedures<B2cRecord['markets'], B2cInputs, B2cOutputs>;

/** The tRPC procedures of city halls. */
export type B2bProcedures = Procedures<B2bRecord['markets'], B2bInputs, B2bOutputs>;

type B2cRecord = B2cRouter['_def']['record'];
type B2bRecord = B2bRouter['_def']['record'];

type Procedures<
  Markets extends Record<string, AnyTRPCProcedure>,
  Inputs extends Record<keyof Markets, unknown>,
  Outputs extends Record<keyof Markets, unknown>,
> = {
  [Name in keyof Markets & string as `markets.${Name}`]: {
    type: Markets[Name]['_def']['type'];
    input: Inputs[Name];
    output: [Outputs[Name]] extends [never] ? undefined : Outputs[Name];
  };
};
