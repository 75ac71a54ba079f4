import type { oas31 } from 'zod-openapi';
import {
  editedMarket,
  exampleCity,
  exampleDecision,
  exampleMarket,
  exampleRequestId,
} from '../domain/examples.ts';
import type { Issue } from '../domain/issues.ts';
import { createProblemDetails } from '../domain/problem-details.ts';
import { Problem, type ProblemCode, problems } from '../domain/problems.ts';
import { limits } from '../domain/schemas.ts';
import { maxBodyBytes } from '../http/request.ts';
import { problemAdvice } from './problem-advice.ts';

/** One example of each code, as the API sends it. */
export function createProblemExamples(codes: readonly ProblemCode[]): oas31.ExamplesObject {
  return Object.fromEntries(
    codes.map((code) => {
      const { detail, issues } = details[code];
      const problem = new Problem(code, detail, issues && { issues });
      const value = createProblemDetails(problem, exampleRequestId);
      return [code, { summary: problems[code].title, description: problemAdvice[code], value }];
    }),
  );
}

/** The texts that the server sends, with the values of the other examples. */
const details: Record<ProblemCode, { detail: string; issues?: readonly Issue[] }> = {
  MALFORMED_REQUEST: { detail: 'The body is not valid JSON.' },
  INVALID_INPUT: {
    detail: 'Unrecognized key: "colour"',
    issues: [{ path: '', message: 'Unrecognized key: "colour"', code: 'unknown_key', params: {} }],
  },
  UNKNOWN_CITY: {
    detail: 'city: "Atlantis" is not in the catalogue. GET /v1/cities lists all cities.',
    issues: [
      {
        path: 'city',
        message: 'Expected a city of the catalogue',
        code: 'unknown_city',
        params: {},
      },
    ],
  },
  UNAUTHORIZED: { detail: 'The access token is not valid here. Get a new one.' },
  FORBIDDEN: { detail: `The access token does not allow you to act for ${exampleCity.name}.` },
  NOT_FOUND: { detail: 'There is no such operation.' },
  MARKET_NOT_FOUND: { detail: 'There is no such market, or you have no access to it.' },
  METHOD_NOT_SUPPORTED: { detail: 'Use GET for a query and POST for a mutation.' },
  MARKET_EXISTS: {
    detail: `Market ${exampleMarket.marketId} was submitted with other content. Edit it, or submit this content with a new marketId.`,
  },
  STALE_REVISION: {
    detail: `You sent revision ${exampleMarket.revision}, but the market is now at ${editedMarket.revision}. Read it again first.`,
  },
  ALREADY_DECIDED: {
    detail: `Revision ${exampleMarket.revision} is already approved, by ${exampleDecision.decidedBy} with another reason. To correct the decision, read the market again and send decisionsSeen.`,
  },
  MARKET_LIMIT_REACHED: {
    detail: 'You have 50 markets, and an applicant may have at most 50. Withdraw one first.',
  },
  DECISION_LIMIT_REACHED: {
    detail: `The market has ${limits.decisionsPerMarket} decisions, and may have at most ${limits.decisionsPerMarket}. Its owner can withdraw it and submit it again.`,
  },
  CURSOR_EXPIRED: {
    detail:
      'The cursor is older than 30 days. Take a new one with cursor=now, list all markets of the city, and follow from there.',
  },
  PAYLOAD_TOO_LARGE: { detail: `The body has 70123 bytes; at most ${maxBodyBytes} are allowed.` },
  UNSUPPORTED_MEDIA_TYPE: { detail: 'Send content-type: application/json, not "text/plain".' },
  INTERNAL_SERVER_ERROR: {
    detail: 'The request failed on our side. Report it with its requestId.',
  },
  SERVICE_UNAVAILABLE: {
    detail: 'The database does not answer in time. Try again later.',
  },
};
