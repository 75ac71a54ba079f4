import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';
import type { SdkError } from '@smithy/types';
import { ElectroError } from 'electrodb';
import { Problem } from '../domain/problems.ts';
import { OutOfTime } from './client.ts';

/** ElectroDB throws the same error for every failure of AWS; the original error is its cause. */
export function isConditionFailure(error: unknown): boolean {
  return error instanceof ElectroError && error.cause instanceof ConditionalCheckFailedException;
}

export function staleRevision(found: string, stored: string): Problem {
  return new Problem(
    'STALE_REVISION',
    `You sent revision ${found}, but the market is now at ${stored}. Read it again first.`,
  );
}

/** Throws a 503 for a failure that may be temporary, and any other error as it is. */
export function throwExplained(error: unknown): never {
  const cause = error instanceof ElectroError ? error.cause : error;
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
  throw error;
}

function isSdkError(cause: unknown): cause is SdkError {
  return cause instanceof Error;
}
