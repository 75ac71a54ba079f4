import type { Issue } from './contract.ts';

/** The error data that tRPC clients find at `error.data`. */
export type ProblemData = {
  /** One of the API's own codes. A newer server may send a code that this version does not list. */
  code: ProblemCode | (string & {});
  /** The HTTP status, as over REST. */
  httpStatus: number;
  /** The procedure that was called. */
  path?: string | undefined;
  /** The rejected parts of the input. */
  issues?: readonly Issue[] | undefined;
  /** Identifies the request in the server's logs. */
  requestId?: string | undefined;
};

/** Every code with which the API itself refuses a call. */
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
  /** The cursor is too old to follow changes from it (410). */
  | 'CURSOR_EXPIRED'
  /** The body is too large (413). */
  | 'PAYLOAD_TOO_LARGE'
  /** The body must be application/json (415). */
  | 'UNSUPPORTED_MEDIA_TYPE'
  /** Something failed on our side (500). */
  | 'INTERNAL_SERVER_ERROR'
  /** A service that we need does not answer in time (503). */
  | 'SERVICE_UNAVAILABLE';
