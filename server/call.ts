import { AsyncLocalStorage } from 'node:async_hooks';

/** What one procedure call leaves for its log line. */
export type CallRecord = {
  /** A user's id or a city hall's name, once a token has been verified. */
  callerId?: string;
  /** DynamoDB capacity units of all requests that the call made. */
  consumedCapacity: number;
};

/**
 * The call being served. Several run at once in a tRPC batch and in the local stack, and the
 * database client that meters them is shared: the async context is what tells them apart.
 */
export const currentCall = new AsyncLocalStorage<CallRecord>();
