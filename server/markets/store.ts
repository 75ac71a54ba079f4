import type { Erasure, Market, MarketPage } from '../domain/market.ts';
import type { Status } from '../domain/schemas.ts';

export type MarketKey = Pick<Market, 'userId' | 'marketId'>;

/** The content that an applicant writes. The city cannot be changed afterwards. */
export type MarketContent = Pick<
  Market,
  'marketName' | 'marketDescription' | 'marketAveragePrice' | 'city'
>;

export type MarketChanges = Partial<Omit<MarketContent, 'city'>>;

export type DecisionRequest = {
  revision: string;
  approved: boolean;
  reason?: string | undefined;
  /** The number of decisions that the market had when the caller read it, if it must still be the same. */
  decisionsSeen?: number | undefined;
};

export type PageRequest = { limit: number; cursor?: string | undefined };

/** The storage of the markets, as the contract uses it. */
export type MarketStore = {
  /** Idempotent by `marketId`: for the same content the result is the stored market. */
  submit(key: MarketKey, content: MarketContent): Promise<Market>;
  listByOwner(userId: string, page: PageRequest): Promise<MarketPage>;
  /** Only if `revision` is still the stored one. The market becomes pending again. */
  edit(key: MarketKey, revision: string, changes: MarketChanges): Promise<Market>;
  /** Succeeds whether the market exists or not. */
  withdraw(key: MarketKey): Promise<void>;
  /** Withdraws some of the user's markets. */
  eraseByOwner(userId: string): Promise<Erasure>;
  /** Oldest revision first, for one status or all. */
  listByCity(city: string, status: Status | undefined, page: PageRequest): Promise<MarketPage>;
  /** Only if `revision` is still the stored one and the market is in a city of the hall. */
  decide(
    key: MarketKey,
    decision: DecisionRequest,
    hall: { name: string; cities: readonly string[] },
  ): Promise<Market>;
};
