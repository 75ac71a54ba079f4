import { AsyncLocalStorage } from 'node:async_hooks';
import type { Problem } from '../domain/problems.ts';

/** What one procedure call leaves for its log line. */
export type CallRecord = {
  /** A user's id or a city hall's name, once a token has been verified. */
  callerId?: string;
  /** The market that the call is about, so that who did what can be told when it is gone. */
  marketId?: string;
  /** What a city hall decided, and on which content. */
  decision?: { approved: boolean; revision: string };
  /** How many markets a user's erasure took away. */
  erased?: number;
  /** DynamoDB capacity units of all requests that the call made. */
  consumedCapacity: number;
};

export type FinishedCall = CallRecord & {
  procedure: string;
  /** As over REST. */
  status: number;
  durationMs: number;
  problem?: Problem;
};

/** `startedAt` is by `performance.now()`. */
export type CurrentCall = CallRecord & { startedAt: number };

/**
 * The call being served. Several run at once in a tRPC batch and in the local stack, and the
 * database client that meters them is shared: the async context is what tells them apart.
 */
export const currentCall = new AsyncLocalStorage<CurrentCall>();

/** Adds to the log line of the call being served: ids and numbers, never what a person wrote. */
export function noteInLog(facts: Omit<CallRecord, 'consumedCapacity'>): void {
  const call = currentCall.getStore();
  if (call) Object.assign(call, facts);
}
