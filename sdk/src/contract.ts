import type { components, operations } from './rest.gen.ts';

type Schemas = components['schemas'];

/** The parameters of an operation: those of its path, and those of its query. */
type PathOf<Name extends keyof operations> = NonNullable<operations[Name]['parameters']['path']>;
type QueryOf<Name extends keyof operations> = NonNullable<operations[Name]['parameters']['query']>;

/** `undefined` may be given for what is optional, also with `exactOptionalPropertyTypes`. */
type Input<T> = {
  [Key in keyof T]: Record<never, never> extends Pick<T, Key> ? T[Key] | undefined : T[Key];
};

/** Whether a city hall has decided on the market's present revision, and how. */
export type MarketStatus = Schemas['MarketStatus'];

/** One decision of a city hall on one revision of a market. */
export type Decision = Schemas['Decision'];

/** A market, as it is stored. */
export type Market = Schemas['Market'];

/** One page of markets, and the cursor of the next page. */
export type MarketPage = Schemas['MarketPage'];

/** An approved market, as everyone may read it. */
export type ApprovedMarket = Schemas['ApprovedMarket'];

/** One page of a city's approved markets, and the cursor of the next page. */
export type ApprovedMarketPage = Schemas['ApprovedMarketPage'];

/** Which page of a city's approved markets to read. */
export type ApprovedMarketsQuery = Input<
  PathOf<'listApprovedMarkets'> & QueryOf<'listApprovedMarkets'>
>;

/** A city of the catalogue. */
export type City = Schemas['City'];

/** A new market to submit. */
export type MarketSubmission = Input<Schemas['SubmitMarket'] & Partial<PathOf<'submitMarket'>>>;

/** Which page of your own markets to read. */
export type OwnMarketsQuery = Input<QueryOf<'listOwnMarkets'> & Partial<PathOf<'listOwnMarkets'>>>;

/** Identifies one of your own markets. A whole `Market` can be passed. */
export type OwnMarket = Input<
  Pick<PathOf<'withdrawMarket'>, 'marketId'> & Partial<Pick<PathOf<'withdrawMarket'>, 'userId'>>
>;

/** Identifies one of your own markets at the revision you read. A whole `Market` can be passed. */
export type OwnRevision = OwnMarket & Pick<Schemas['EditMarket'], 'revision'>;

/** The new values of a market. Omitted values stay as they are. */
export type MarketChanges = Input<Omit<Schemas['EditMarket'], 'revision'>>;

/** Which page of a city's markets to read. */
export type CityMarketsQuery = Input<PathOf<'listCityMarkets'> & QueryOf<'listCityMarkets'>>;

/** The last change of one market. */
export type Change = Schemas['Change'];

/** One page of a city's changes, and the cursor of your next call. */
export type ChangePage = Schemas['ChangePage'];

/** From where to follow a city's changes: the last `nextCursor`, or `now`. */
export type CityChangesQuery = Input<PathOf<'listCityChanges'> & QueryOf<'listCityChanges'>>;

/** Identifies a market of your cities. A whole `Market` can be passed. */
export type CityMarket = Input<PathOf<'getCityMarket'>>;

/** Identifies a market as you read it. A whole `Market` can be passed. */
export type ReviewedMarket = Pick<Market, 'userId' | 'marketId' | 'revision'> & {
  /** The decisions you read. Only their number is sent. */
  decisions: readonly unknown[];
};

type Decide = Input<PathOf<'decideMarket'> & Schemas['DecideMarket']>;

/** Approves a market. */
export type MarketApproval = Decide & { approved: true };

/** Rejects a market. A rejection needs a reason. */
export type MarketRejection = Decide & { approved: false; reason: string };

/** A city hall's decision on a market. */
export type MarketDecision = MarketApproval | MarketRejection;

/** A decision as the API itself accepts it. It refuses a rejection without a reason when it is called. */
export type DecisionInput = Omit<Decide, OptionalText> & {
  [Key in OptionalText]?: string | null | undefined;
};

/** Many decisions as the API itself accepts them. */
export type DecisionsInput = Input<PathOf<'decideMarkets'>> & { decisions: DecisionInput[] };

/** Decisions on markets of one city, each on another market: 25 at most. */
export type CityDecisions = Input<PathOf<'decideMarkets'>> & {
  decisions: readonly MarketDecision[];
};

/** The results of many decisions, as the API itself returns them. */
export type DecisionResults = Schemas['DecisionResults'];

/** The API takes null for these texts as if they were absent. */
type OptionalText = 'reason' | 'reference' | 'decidedByPerson';

/** One rejected part of the input. */
export type Issue = Omit<Schemas['Issue'], 'code'> & {
  /**
   * The code to translate. A newer server may send a code that is not listed: show its `message` then.
   * @description The code to translate.
   */
  code: IssueCode | (string & {});
};

/** Every code of a rejected part of the input. */
export type IssueCode =
  /** It is missing. */
  | 'required'
  /** It has another type than `expected`. */
  | 'wrong_type'
  /** The text has no visible character. */
  | 'blank'
  /** The text has more than `maximum` characters. */
  | 'too_long'
  /** The text has control, bidirectional formatting or hidden characters. */
  | 'forbidden_characters'
  /** The number is less than `minimum`. */
  | 'too_small'
  /** The number is greater than `maximum`. */
  | 'too_large'
  /** The number has more than `maximum` decimals. */
  | 'too_many_decimals'
  /** The list has fewer than `minimum` items. */
  | 'too_few'
  /** The list has more than `maximum` items. */
  | 'too_many'
  /** It has not the form of a date, an id or a cursor. */
  | 'invalid_format'
  /** It is none of the allowed values. */
  | 'unknown_value'
  /** It does not belong to the input, or not in this place. */
  | 'unknown_key'
  /** It is given more than once. */
  | 'repeated'
  /** It differs from the `Idempotency-Key` header. */
  | 'contradictory'
  /** `closesOn` is before `opensOn`. */
  | 'dates_out_of_order'
  /** It is not a city of the catalogue. */
  | 'unknown_city'
  /** The cursor is not of this list. */
  | 'invalid_cursor'
  /** The edit has no new value. */
  | 'nothing_to_edit'
  /** It is not valid for another reason: see `message`. */
  | 'invalid';

/** Which page of your own data to read. */
export type UserDataQuery = Input<QueryOf<'exportOwnData'>>;

/** One page of everything that is stored about an applicant. */
export type UserData = Schemas['UserData'];

/** The progress of an erasure. */
export type Erasure = Schemas['Erasure'];
