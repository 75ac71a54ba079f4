import { Logger } from '@aws-lambda-powertools/logger';
import type { Problem } from './errors.ts';
import type { FinishedCall } from './trpc.ts';

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
    else logger.error(message, { ...line, code: problem.problemCode, ...toError(problem.cause) });
  }
}

function toError(cause: unknown): { error?: Error } {
  return cause instanceof Error ? { error: cause } : {};
}
