import type {
  ApprovedMarketPage,
  ChangePage,
  Erasure,
  Market,
  MarketPage,
} from '../domain/market.ts';
import type { Status } from '../domain/schemas.ts';

export type MarketKey = Pick<Market, 'userId' | 'marketId'>;

/** The content that an applicant writes. The city cannot be changed afterwards. */
export type MarketContent = Pick<
  Market,
  'marketName' | 'marketDescription' | 'marketAveragePrice' | 'city'
> & { address?: string; opensOn?: string; closesOn?: string };

/** `null` removes a value. */
export type MarketChanges = Partial<
  Pick<MarketContent, 'marketName' | 'marketDescription' | 'marketAveragePrice'> & {
    address: string | null;
    opensOn: string | null;
    closesOn: string | null;
  }
>;

export type DecisionRequest = {
  revision: string;
  approved: boolean;
  reason?: string | undefined;
  reference?: string | undefined;
  decidedByPerson?: string | undefined;
  /** The number of decisions that the market had when the caller read it, if it must still be the same. */
  decisionsSeen?: number | undefined;
};

export type PageRequest = { limit: number; cursor?: string | undefined };
export type ChangesRequest = { limit: number; cursor: string };

/** The storage of the markets, as the contract uses it. */
export type MarketStore = {
  /** Idempotent by `marketId`: for the same content the result is the stored market. */
  submit(key: MarketKey, content: MarketContent): Promise<Market>;
  /** `null` if there is none. */
  get(key: MarketKey): Promise<Market | null>;
  /** Markets with an id of version 7 in the order of their submission, newest first. */
  listByOwner(userId: string, page: PageRequest): Promise<MarketPage>;
  /** Only if `revision` is still the stored one. The market becomes pending again. */
  edit(key: MarketKey, revision: string, changes: MarketChanges): Promise<Market>;
  /** Succeeds whether the market exists or not. */
  withdraw(key: MarketKey): Promise<void>;
  /** Withdraws some of the user's markets. */
  eraseByOwner(userId: string): Promise<Erasure>;
  /** Oldest revision first, for one status or all. */
  listByCity(city: string, status: Status | undefined, page: PageRequest): Promise<MarketPage>;
  /** For everyone: the approved markets of the city. */
  listApproved(city: string, page: PageRequest): Promise<ApprovedMarketPage>;
  /** What changed in the city behind the cursor, or from now on if it is `now`. */
  listChanges(city: string, page: ChangesRequest): Promise<ChangePage>;
  /** Only if `revision` is still the stored one and the market is in a city of the hall. */
  decide(
    key: MarketKey,
    decision: DecisionRequest,
    hall: { name: string; cities: readonly string[] },
  ): Promise<Market>;
};
