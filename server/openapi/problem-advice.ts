import type { ProblemCode } from '../domain/problems.ts';
import { maxBodyBytes } from '../http/request.ts';

/** What a client does about each problem. Build time only: the Lambda does not need these texts. */
export const problemAdvice: Record<ProblemCode, string> = {
  MALFORMED_REQUEST: 'Correct the request. The body must be JSON in UTF-8.',
  INVALID_INPUT: 'Correct the input. `issues` lists each rejected value.',
  UNKNOWN_CITY: 'Use a city from `GET /v1/cities`.',
  UNAUTHORIZED: 'Get a new token and repeat the request once.',
  FORBIDDEN: 'Use a token that has the scope, and only your own `userId` or cities.',
  NOT_FOUND: 'Correct the method or the path.',
  MARKET_NOT_FOUND: 'List the markets. This one was withdrawn, or you have no access to it.',
  METHOD_NOT_SUPPORTED: 'Correct the method.',
  MARKET_EXISTS: 'Edit the market, or submit the content with a new `marketId`.',
  STALE_REVISION: 'Read the market. Then edit or decide with its new revision.',
  ALREADY_DECIDED: 'Read `decisions`. To decide differently, send their number as `decisionsSeen`.',
  CURSOR_EXPIRED:
    'Take a cursor with `cursor=now`, list all markets of the city, and follow from there.',
  MARKET_LIMIT_REACHED: 'Withdraw a market first.',
  DECISION_LIMIT_REACHED: 'The owner can withdraw the market and submit it again.',
  PAYLOAD_TOO_LARGE: `Send at most ${maxBodyBytes / 1024} KiB.`,
  UNSUPPORTED_MEDIA_TYPE: 'Send `content-type: application/json` and no `content-encoding`.',
  INTERNAL_SERVER_ERROR: 'Repeat later. If it fails again, report the `requestId`.',
  SERVICE_UNAVAILABLE: 'Repeat later, after the seconds of `Retry-After`.',
};
