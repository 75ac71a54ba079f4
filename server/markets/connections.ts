import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { limits } from '../domain/schemas.ts';

/** Longer than between two calls under load. DynamoDB closes idle connections later than this. */
export const idleMs = 20_000;

/** The next batch opens none. An erasure opens 25, of which few are needed afterwards. */
const maxFreeSockets = limits.callsPerBatch;

/**
 * The connections to DynamoDB. Lambda freezes between calls, and a connection may be dead afterwards
 * without notice: each attempt that takes a dead one is lost. So idle connections are dropped
 * after a while, and all of them after a failed attempt: a call loses one attempt at most.
 */
export function createConnections(clock: () => number = Date.now) {
  const options = { keepAlive: true, maxSockets: 50, maxFreeSockets, timeout: idleMs };
  const httpAgent = new HttpAgent(options);
  const httpsAgent = new HttpsAgent(options);
  let lastUse = clock();

  function dropIdle(): void {
    for (const { freeSockets } of [httpAgent, httpsAgent]) {
      for (const socket of Object.values(freeSockets).flat()) socket?.destroy();
    }
  }

  return {
    agents: { httpAgent, httpsAgent },

    /** Makes one attempt. */
    async use<T>(attempt: () => Promise<T>): Promise<T> {
      // The agents' own timers do not run while the process is frozen, nor always before the next call.
      if (clock() - lastUse > idleMs) dropIdle();
      try {
        return await attempt();
      } catch (error) {
        dropIdle();
        throw error;
      } finally {
        lastUse = clock();
      }
    },
  };
}
