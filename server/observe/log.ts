import { Logger } from '@aws-lambda-powertools/logger';
import type { Problem } from '../domain/problems.ts';
import type { FinishedCall } from './call-record.ts';

/**
 * One JSON line for each procedure call, and for each request that reaches none. The lines hold ids,
 * numbers and our own codes: never a token, a header or what a person wrote.
 */
export type Log = {
  call(requestId: string, call: FinishedCall): void;
  refusal(requestId: string, routeKey: string, problem: Problem): void;
};

export function createLog(logger = new Logger({ serviceName: 'christmas-markets' })): Log {
  return {
    call(requestId, { problem, durationMs, ...call }) {
      const line = { requestId, ...call, durationMs: Math.round(durationMs * 10) / 10 };
      write('call', line, problem);
    },
    refusal(requestId, routeKey, problem) {
      write('refusal', { requestId, routeKey, status: problem.status }, problem);
    },
  };

  function write(message: string, line: Record<string, unknown>, problem?: Problem): void {
    if (problem === undefined) logger.info(message, line);
    else if (problem.status < 500) logger.info(message, { ...line, code: problem.problemCode });
    else {
      const error = toLoggedError(problem.cause);
      logger.error(message, { ...line, code: problem.problemCode, ...(error && { error }) });
    }
  }
}

type LoggedError = { name: string; message: string; stack: string[]; cause?: LoggedError };

const deepestCause = 4;
const longestMessage = 500;

/**
 * What every error has, and no more. The logger would print all properties of one, and in those the
 * libraries keep whole requests and items.
 */
function toLoggedError(error: unknown, depth = 0): LoggedError | undefined {
  if (!(error instanceof Error) || depth === deepestCause) return undefined;
  const cause = toLoggedError(error.cause, depth + 1);
  return {
    name: error.name,
    message: error.message.slice(0, longestMessage),
    // Without the message with which it begins, and in which anything may stand.
    stack: (error.stack ?? '')
      .replace(error.message, '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line)),
    ...(cause && { cause }),
  };
}
