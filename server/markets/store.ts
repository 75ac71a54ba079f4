import type { Erasure, Market, MarketPage, Status } from '../domain/schemas.ts';

export type MarketKey = Pick<Market, 'userId' | 'marketId'>;

/** What an applicant writes. The city is chosen once: another city is another application. */
export type MarketContent = Pick<
  Market,
  'marketName' | 'marketDescription' | 'marketAveragePrice' | 'city'
>;

export type MarketChanges = Partial<Omit<MarketContent, 'city'>>;

export type DecisionRequest = {
  revision: string;
  approved: boolean;
  reason?: string | undefined;
  /** How many decisions the market had when it was read, where the caller minds. */
  decisionsSeen?: number | undefined;
};

export type PageRequest = { limit: number; cursor?: string | undefined };

/** The markets, as the contract sees them. */
export type MarketStore = {
  /** Idempotent by `marketId`: the same content again answers with the stored market. */
  submit(key: MarketKey, content: MarketContent): Promise<Market>;
  listByOwner(userId: string, page: PageRequest): Promise<MarketPage>;
  /** Only where `revision` is still the stored one; the market is pending again. */
  edit(key: MarketKey, revision: string, changes: MarketChanges): Promise<Market>;
  /** Done once it returns, whether there was such a market or not. */
  withdraw(key: MarketKey): Promise<void>;
  /** Some of the user's markets, until nothing remains; like withdrawing each of them. */
  eraseByOwner(userId: string): Promise<Erasure>;
  /** Oldest revision first, over all statuses or within one. */
  listByCity(city: string, status: Status | undefined, page: PageRequest): Promise<MarketPage>;
  /** Only where `revision` is still the stored one and the market's city is one of the hall's. */
  decide(
    key: MarketKey,
    decision: DecisionRequest,
    hall: { name: string; cities: readonly string[] },
  ): Promise<Market>;
};
