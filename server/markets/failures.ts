import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';
import type { SdkError } from '@smithy/types';
import { Problem } from '../domain/problems.ts';
import { OutOfTime } from './client.ts';

export function isConditionFailure(error: unknown): boolean {
  return error instanceof ConditionalCheckFailedException;
}

export function staleRevision(found: string, stored: string): Problem {
  return new Problem(
    'STALE_REVISION',
    `You sent revision ${found}, but the market is now at ${stored}. Read it again first.`,
  );
}

/** Throws a 503 for a failure that may be temporary, and any other error as it is. */
export function throwExplained(cause: unknown): never {
  if (
    isSdkError(cause) &&
    (isThrottlingError(cause) ||
      isTransientError(cause) ||
      isServerError(cause) ||
      cause instanceof TransactionCanceledException ||
      // A write met a withdrawal in progress.
      cause instanceof TransactionConflictException ||
      cause instanceof OutOfTime)
  ) {
    throw new Problem(
      'SERVICE_UNAVAILABLE',
      'The database does not answer in time. Try again later.',
      { cause },
    );
  }
  throw cause;
}

function isSdkError(cause: unknown): cause is SdkError {
  return cause instanceof Error;
}
