import { getTRPCErrorFromUnknown, TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { ZodError } from 'zod';
import { type Issue, type IssueCode, type IssueParams, issueLimits, toIssues } from './issues.ts';

/**
 * All error codes of the API. `trpc` determines the HTTP status, except where `status` is given, because
 * tRPC has no code for it. `title` is the same for every
 * occurrence (RFC 9457, section 3.1.3).
 */
export const problems = {
  MALFORMED_REQUEST: { trpc: 'BAD_REQUEST', title: 'The request cannot be read' },
  INVALID_INPUT: { trpc: 'BAD_REQUEST', title: 'The input is not valid' },
  UNKNOWN_CITY: { trpc: 'BAD_REQUEST', title: 'No such city in the catalogue' },
  UNAUTHORIZED: { trpc: 'UNAUTHORIZED', title: 'No valid access token' },
  FORBIDDEN: { trpc: 'FORBIDDEN', title: 'The token does not allow this' },
  NOT_FOUND: { trpc: 'NOT_FOUND', title: 'No such operation' },
  MARKET_NOT_FOUND: { trpc: 'NOT_FOUND', title: 'No such market' },
  METHOD_NOT_SUPPORTED: {
    trpc: 'METHOD_NOT_SUPPORTED',
    title: 'A tRPC query takes GET, a mutation POST',
  },
  MARKET_EXISTS: { trpc: 'CONFLICT', title: 'This marketId was submitted with other content' },
  STALE_REVISION: { trpc: 'CONFLICT', title: 'The market has changed since this revision' },
  ALREADY_DECIDED: { trpc: 'CONFLICT', title: 'This revision has been decided on already' },
  MARKET_LIMIT_REACHED: {
    trpc: 'CONFLICT',
    title: 'The applicant has as many markets as one may have',
  },
  DECISION_LIMIT_REACHED: {
    trpc: 'CONFLICT',
    title: 'The market has as many decisions as it may hold',
  },
  CURSOR_EXPIRED: {
    trpc: 'PRECONDITION_FAILED',
    status: 410,
    title: 'The cursor is too old to follow changes from it',
  },
  PAYLOAD_TOO_LARGE: { trpc: 'PAYLOAD_TOO_LARGE', title: 'The body is too large' },
  UNSUPPORTED_MEDIA_TYPE: {
    trpc: 'UNSUPPORTED_MEDIA_TYPE',
    title: 'The body must be application/json',
  },
  INTERNAL_SERVER_ERROR: { trpc: 'INTERNAL_SERVER_ERROR', title: 'Something failed on our side' },
  SERVICE_UNAVAILABLE: {
    trpc: 'SERVICE_UNAVAILABLE',
    title: 'A service that we need does not answer in time',
  },
} as const satisfies Record<string, { trpc: TRPCError['code']; status?: number; title: string }>;

export type ProblemCode = keyof typeof problems;

/** What is wrong with the token of the request (RFC 6750, section 3.1). */
export type BearerError = 'invalid_token' | 'insufficient_scope';

/** Why a token was refused. Logged, and never part of an answer. */
export type TokenFault =
  | 'missing'
  | 'malformed'
  | 'criticalHeader'
  | 'algorithm'
  | 'unknownKey'
  | 'signature'
  | 'issuer'
  | 'client'
  | 'tokenUse'
  | 'claims'
  | 'expired'
  | 'notYetValid'
  | 'scope';

type ProblemOptions = {
  issues?: readonly Issue[];
  bearerError?: BearerError;
  tokenFault?: TokenFault;
  /** Of the answer, beside those that follow from the status. */
  headers?: Record<string, string>;
  cause?: unknown;
};

/** An error with a stable code. Both transports turn it into an answer. */
export class Problem extends TRPCError {
  readonly problemCode: ProblemCode;
  readonly issues: readonly Issue[] | undefined;
  readonly bearerError: BearerError | undefined;
  readonly tokenFault: TokenFault | undefined;
  readonly headers: Record<string, string> | undefined;

  constructor(problemCode: ProblemCode, message: string, options: ProblemOptions = {}) {
    super({ code: problems[problemCode].trpc, message, cause: options.cause });
    this.name = 'Problem';
    this.problemCode = problemCode;
    this.issues = options.issues;
    this.bearerError = options.bearerError;
    this.tokenFault = options.tokenFault;
    this.headers = options.headers;
  }

  get status(): number {
    const problem = problems[this.problemCode];
    return 'status' in problem ? problem.status : getHTTPStatusCodeFromError(this);
  }
}

/** Turns anything thrown into a problem. The message of an error that is not ours is not shown. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { code, cause } = getTRPCErrorFromUnknown(error);
  if (cause instanceof Problem) return cause;
  // tRPC wraps the input's errors in a BAD_REQUEST; an output that does not fit is another code.
  if (code === 'BAD_REQUEST' && cause instanceof ZodError) return toInvalidInput(cause);
  return new Problem(
    'INTERNAL_SERVER_ERROR',
    'The request failed on our side. Report it with its requestId.',
    { cause: error },
  );
}

/**
 * For faults that no schema finds. `name` comes from the client and may be as long as a request; it is
 * empty if the fault concerns the whole input.
 */
export function invalidInput(
  name: string,
  message: string,
  code: IssueCode,
  params: IssueParams = {},
): Problem {
  const path = name.slice(0, issueLimits.path);
  const subject = path && `${path}: `;
  return new Problem('INVALID_INPUT', `${subject}${message}.`, {
    issues: [{ path, message, code, params }],
  });
}

/** A 403 with a challenge: a token with another scope would be accepted. */
export function insufficientScope(message: string): Problem {
  return new Problem('FORBIDDEN', message, {
    bearerError: 'insufficient_scope',
    tokenFault: 'scope',
  });
}

/** The same answer for a missing market and for one that the caller may not see. */
export function marketNotFound(): Problem {
  return new Problem('MARKET_NOT_FOUND', 'There is no such market, or you have no access to it.');
}

function toInvalidInput(error: ZodError): Problem {
  const issues = toIssues(error);
  const first = issues[0];
  const subject = first?.path ? `${first.path}: ` : '';
  return new Problem('INVALID_INPUT', `${subject}${first?.message ?? 'The input is not valid'}`, {
    issues,
    cause: error,
  });
}
