// Made from the server's routers by `npm run generate`. Change those, not this.

/** Whether a city hall has decided on the market's present revision, and how. */
export type MarketStatus = 'pending' | 'approved' | 'rejected';

/** One decision of a city hall on one revision of a market. */
export type Decision = {
  /** true approves the market, false rejects it. */
  approved: boolean;
  /**
   * Why the city hall decided so. A rejection needs one.
   * At most 500 characters.
   */
  reason?: string | undefined;
  /**
   * The city hall that decided.
   * At most 32 characters.
   */
  decidedBy: string;
  /**
   * When it was decided, in UTC.
   * At most 30 characters, ISO 8601, in UTC.
   */
  decidedAt: string;
  /**
   * The revision that was decided on.
   * At most 36 characters.
   */
  revision: string;
};

/** A market, as it is stored. */
export type Market = {
  /**
   * The applicant's id: a UUID in lower case.
   * At most 36 characters.
   */
  userId: string;
  /**
   * The market's id: a UUID, version 4, in lower case.
   * At most 36 characters.
   */
  marketId: string;
  /**
   * The name of the market, one line.
   * At most 120 characters.
   */
  marketName: string;
  /**
   * What the market offers.
   * At most 2000 characters.
   */
  marketDescription: string;
  /**
   * What a visit costs on average, in EUR, with at most 2 decimals.
   * From 0 to 10000.
   */
  marketAveragePrice: number;
  /**
   * The city's display name, as in the catalogue.
   * At most 100 characters.
   */
  city: string;
  /** true exactly when status is approved. */
  marketApproved: boolean;
  /** pending: waits for the city hall. Every edit makes a market pending again. */
  status: MarketStatus;
  /**
   * Names the exact content: a UUID, version 7, in lower case. Every edit makes a new one; edits and decisions quote it.
   * At most 36 characters.
   */
  revision: string;
  /**
   * When this revision was submitted, in UTC.
   * At most 30 characters, ISO 8601, in UTC.
   */
  submittedAt: string;
  /**
   * Every decision so far, oldest first.
   * At most 100.
   */
  decisions: Decision[];
};

/** Some markets, and where to go on. */
export type MarketPage = {
  /**
   * The markets of this page.
   * At most 100.
   */
  items: Market[];
  /**
   * Asks for the next page; absent on the last.
   * At most 1000 characters.
   */
  nextCursor?: string | undefined;
};

/** A city of the catalogue. */
export type City = {
  /**
   * In scopes and URLs.
   * At most 60 characters.
   */
  key: string;
  /**
   * As people write it.
   * At most 100 characters.
   */
  name: string;
};

/** What to submit: a new market. */
export type MarketSubmission = {
  /**
   * The caller's own id, the token's `sub`, or the word `me`.
   * At most 36 characters.
   */
  userId?: string | undefined;
  /**
   * The market's id: a UUID, version 4, in lower case.
   * At most 36 characters.
   */
  marketId?: string | undefined;
  /**
   * The name of the market, one line.
   * At most 120 characters.
   */
  marketName: string;
  /**
   * What the market offers.
   * At most 2000 characters.
   */
  marketDescription: string;
  /**
   * What a visit costs on average, in EUR, with at most 2 decimals.
   * From 0 to 10000.
   */
  marketAveragePrice: number;
  /**
   * The city, in any spelling of its name or by its key.
   * At most 100 characters.
   */
  city: string;
};

/** Which page of one's own markets. */
export type OwnMarketsQuery = {
  /**
   * The caller's own id, the token's `sub`, or the word `me`.
   * At most 36 characters.
   */
  userId?: string | undefined;
  /**
   * How many markets a page holds at most.
   * From 1 to 100.
   * @default 25
   */
  limit?: number | undefined;
  /**
   * The nextCursor of the page before.
   * At most 1000 characters.
   */
  cursor?: string | undefined;
};

/** Which market of one's own; a whole `Market` will do. */
export type OwnMarket = {
  /**
   * The caller's own id, the token's `sub`, or the word `me`.
   * At most 36 characters.
   */
  userId?: string | undefined;
  /**
   * The market's id: a UUID, version 4, in lower case.
   * At most 36 characters.
   */
  marketId: string;
};

/** Which market of one's own, as it was read; a whole `Market` will do. */
export type OwnRevision = {
  /**
   * The caller's own id, the token's `sub`, or the word `me`.
   * At most 36 characters.
   */
  userId?: string | undefined;
  /**
   * The market's id: a UUID, version 4, in lower case.
   * At most 36 characters.
   */
  marketId: string;
  /**
   * The revision that you saw.
   * At most 36 characters.
   */
  revision: string;
};

/** What to change; what is left out stays as it is. */
export type MarketChanges = {
  /**
   * The name of the market, one line.
   * At most 120 characters.
   */
  marketName?: string | undefined;
  /**
   * What the market offers.
   * At most 2000 characters.
   */
  marketDescription?: string | undefined;
  /**
   * What a visit costs on average, in EUR, with at most 2 decimals.
   * From 0 to 10000.
   */
  marketAveragePrice?: number | undefined;
};

/** Which page of a city's markets. */
export type CityMarketsQuery = {
  /**
   * The city, in any spelling of its name or by its key.
   * At most 100 characters.
   */
  city: string;
  /** Only markets of this status. */
  status?: MarketStatus | undefined;
  /**
   * How many markets a page holds at most.
   * From 1 to 100.
   * @default 25
   */
  limit?: number | undefined;
  /**
   * The nextCursor of the page before.
   * At most 1000 characters.
   */
  cursor?: string | undefined;
};

/** Which market, as it was read; a whole `Market` will do. Of its decisions only the number counts. */
export type ReviewedMarket = {
  /**
   * The applicant's id: a UUID in lower case.
   * At most 36 characters.
   */
  userId: string;
  /**
   * The market's id: a UUID, version 4, in lower case.
   * At most 36 characters.
   */
  marketId: string;
  /**
   * Names the exact content: a UUID, version 7, in lower case. Every edit makes a new one; edits and decisions quote it.
   * At most 36 characters.
   */
  revision: string;
  /**
   * Every decision so far, oldest first.
   * At most 100.
   */
  decisions: readonly unknown[];
};

/** A decision for a market. */
export type MarketApproval = {
  /**
   * The market's id: a UUID, version 4, in lower case.
   * At most 36 characters.
   */
  marketId: string;
  /**
   * The applicant's id, as in the market.
   * At most 36 characters.
   */
  userId: string;
  /** true approves the market, false rejects it. */
  approved: true;
  /**
   * Why the city hall decided so. A rejection needs one.
   * At most 500 characters.
   */
  reason?: string | undefined;
  /**
   * The revision that you read.
   * At most 36 characters.
   */
  revision: string;
  /**
   * How many `decisions` the market had when you read it. Where it has more by now, yours is refused.
   * From 0 to 100.
   */
  decisionsSeen?: number | undefined;
};

/** A decision against a market, which needs a reason. */
export type MarketRejection = {
  /**
   * The market's id: a UUID, version 4, in lower case.
   * At most 36 characters.
   */
  marketId: string;
  /**
   * The applicant's id, as in the market.
   * At most 36 characters.
   */
  userId: string;
  /** true approves the market, false rejects it. */
  approved: false;
  /**
   * Why the city hall decided so. A rejection needs one.
   * At most 500 characters.
   */
  reason: string;
  /**
   * The revision that you read.
   * At most 36 characters.
   */
  revision: string;
  /**
   * How many `decisions` the market had when you read it. Where it has more by now, yours is refused.
   * From 0 to 100.
   */
  decisionsSeen?: number | undefined;
};

/** A city hall's decision on a market. */
export type MarketDecision = MarketApproval | MarketRejection;

/** One rejected place of the input. */
export type Issue = {
  /**
   * The rejected place of the input, empty for the whole.
   * At most 100 characters.
   */
  path: string;
  /**
   * What was expected there.
   * At most 300 characters.
   */
  message: string;
};

/** Which page of what is kept about oneself. */
export type UserDataQuery = {
  /**
   * How many markets a page holds at most.
   * From 1 to 100.
   * @default 25
   */
  limit?: number | undefined;
  /**
   * The nextCursor of the page before.
   * At most 1000 characters.
   */
  cursor?: string | undefined;
};

/** Everything that is kept about an applicant, page by page. */
export type UserData = {
  /**
   * The applicant's id: a UUID in lower case.
   * At most 36 characters.
   */
  userId: string;
  /**
   * The markets of this page.
   * At most 100.
   */
  markets: Market[];
  /**
   * Asks for the next page; absent on the last.
   * At most 1000 characters.
   */
  nextCursor?: string | undefined;
};

/** How far an erasure has come. */
export type Erasure = {
  /**
   * How many markets this call has erased.
   * From 0 to 25.
   */
  erased: number;
  /** Whether more is left: call again until it is false. */
  remaining: boolean;
};

/** The tRPC procedures of applicants. */
export type B2cProcedures = {
  'markets.list': {
    type: 'query';
    input: {
      userId: string;
      limit?: number | undefined;
      cursor?: string | undefined;
    };
    output: MarketPage;
  };
  'markets.submit': {
    type: 'mutation';
    input: {
      userId: string;
      marketName: string;
      marketDescription: string;
      marketAveragePrice: number;
      city: string;
      marketId?: string | undefined;
    };
    output: Market;
  };
  'markets.edit': {
    type: 'mutation';
    input: {
      userId: string;
      marketId: string;
      revision: string;
      marketName?: string | undefined;
      marketDescription?: string | undefined;
      marketAveragePrice?: number | undefined;
    };
    output: Market;
  };
  'markets.withdraw': {
    type: 'mutation';
    input: {
      userId: string;
      marketId: string;
    };
    output: undefined;
  };
  'users.export': {
    type: 'query';
    input: UserDataQuery;
    output: UserData;
  };
  'users.erase': {
    type: 'mutation';
    input: Record<string, never>;
    output: Erasure;
  };
};

/** The tRPC procedures of city halls. */
export type B2bProcedures = {
  'markets.list': {
    type: 'query';
    input: CityMarketsQuery;
    output: MarketPage;
  };
  'markets.decide': {
    type: 'mutation';
    input: MarketDecision;
    output: Market;
  };
};

/** Every way in which the API itself says no. */
export type ProblemCode =
  /** The request cannot be read (400). */
  | 'MALFORMED_REQUEST'
  /** The input is not valid (400). */
  | 'INVALID_INPUT'
  /** No such city in the catalogue (400). */
  | 'UNKNOWN_CITY'
  /** No valid access token (401). */
  | 'UNAUTHORIZED'
  /** The token does not allow this (403). */
  | 'FORBIDDEN'
  /** No such operation (404). */
  | 'NOT_FOUND'
  /** No such market (404). */
  | 'MARKET_NOT_FOUND'
  /** A tRPC query takes GET, a mutation POST (405). */
  | 'METHOD_NOT_SUPPORTED'
  /** This marketId was submitted with other content (409). */
  | 'MARKET_EXISTS'
  /** The market has changed since this revision (409). */
  | 'STALE_REVISION'
  /** This revision has been decided on already (409). */
  | 'ALREADY_DECIDED'
  /** The applicant has as many markets as one may have (409). */
  | 'MARKET_LIMIT_REACHED'
  /** The market has as many decisions as it may hold (409). */
  | 'DECISION_LIMIT_REACHED'
  /** The body is too large (413). */
  | 'PAYLOAD_TOO_LARGE'
  /** The body must be application/json (415). */
  | 'UNSUPPORTED_MEDIA_TYPE'
  /** Something failed on our side (500). */
  | 'INTERNAL_SERVER_ERROR'
  /** A service that we need does not answer in time (503). */
  | 'SERVICE_UNAVAILABLE';
