import { AsyncLocalStorage } from 'node:async_hooks';

/** What the log line of one procedure call says about it, collected while the call runs. */
export type CallRecord = {
  /** By `performance.now()`. */
  startedAt: number;
  /** A user's id or a city hall's name, once a token is verified. */
  callerId?: string;
  /** Logged, so that the log still names the market after its deletion. */
  marketId?: string;
  /** The decision of a city hall, and the revision that it refers to. */
  decision?: { approved: boolean; revision: string };
  /** How many markets an erasure deleted. */
  erased?: number;
  /** Stored markets that are missing in the answer, because they cannot be shown. */
  leftOut?: { count: number; keys: readonly string[] };
  /** DynamoDB capacity units of all requests of the call. */
  consumedCapacity: number;
};

/**
 * The record of the current call. Calls run in parallel, in a tRPC batch and in the local stack, and
 * share one database client. The async context assigns each request of the client to its call.
 */
export const currentCall = new AsyncLocalStorage<CallRecord>();

/** Adds to the log line of the current call. Only ids and numbers, never text that a person wrote. */
export function noteInLog(facts: Omit<CallRecord, 'consumedCapacity' | 'startedAt'>): void {
  const call = currentCall.getStore();
  if (call) Object.assign(call, facts);
}
