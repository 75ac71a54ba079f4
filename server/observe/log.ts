import { Logger } from '@aws-lambda-powertools/logger';
import type { Problem } from '../domain/problems.ts';
import type { CallRecord } from './call-record.ts';

/**
 * One JSON line for each procedure call, and for each request that reaches no procedure. The lines
 * hold ids, numbers and our own codes, and never a token, a header or text that a person wrote.
 */
export type Log = {
  call(outcome: Outcome & { procedure: string }, record: CallRecord): void;
  refusal(outcome: Outcome & { routeKey: string }): void;
};

type Outcome = {
  requestId: string;
  /** As over REST. */
  status: number;
  problem: Problem | undefined;
};

type Line = Outcome & Record<string, unknown>;

export function createLog(logger: Logger = createLogger()): Log {
  return {
    call(outcome, { startedAt, ...record }) {
      const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
      write('call', { ...outcome, ...record, durationMs });
    },
    refusal(outcome) {
      write('refusal', outcome);
    },
  };

  function write(message: string, { problem, ...line }: Line): void {
    if (problem === undefined) {
      logger.info(message, line);
      return;
    }
    const { problemCode: code, tokenFault, status } = problem;
    const refused = { ...line, code, ...(tokenFault && { tokenFault }) };
    if (status < 500) {
      logger.info(message, refused);
    } else {
      const error = toLoggedError(problem.cause);
      logger.error(message, { ...refused, ...(error && { error }) });
    }
  }
}

/** With an explicit level: `LOG_LEVEL` in the environment must not suppress who decided what. */
function createLogger(): Logger {
  return new Logger({ serviceName: 'christmas-markets', logLevel: 'INFO' });
}

type LoggedError = { name: string; message: string; stack: string[]; cause?: LoggedError };

const deepestCause = 4;
const longestMessage = 500;

/** Only these properties: the logger would print all of them, and libraries keep whole requests there. */
function toLoggedError(error: unknown, depth = 0): LoggedError | undefined {
  if (!(error instanceof Error) || depth === deepestCause) return undefined;
  const cause = toLoggedError(error.cause, depth + 1);
  return {
    name: error.name,
    message: error.message.slice(0, longestMessage),
    // Without the message at its beginning, which may quote input.
    stack: (error.stack ?? '')
      .replace(error.message, '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line)),
    ...(cause && { cause }),
  };
}
