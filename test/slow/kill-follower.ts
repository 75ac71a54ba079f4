import type { Outputs } from '../../server/deployment/outputs.ts';
import { changePageSchema, marketPageSchema } from '../../server/domain/market.ts';
import { Problem } from '../../server/domain/problems.ts';
import { createCall } from '../api-client.ts';
import { createFollower, type Follower } from '../property/followers.ts';

/** Reads the changes of a city over HTTP until it is stopped, whatever happens to the API meanwhile. */
export function followCity(
  city: string,
  { outputs, token }: { outputs: () => Outputs; token: string },
): { stop(): Promise<Follower> } {
  async function ask(procedure: string, input: Record<string, unknown>): Promise<unknown> {
    const answer = await createCall(outputs(), 'rest')(procedure, input, token).catch(
      toUnavailable,
    );
    if (answer.status === 429 || answer.status >= 500) return toUnavailable(answer.body);
    return answer.body;
  }

  const follower = createFollower(
    {
      listChanges: async (city, page) =>
        changePageSchema.parse(await ask('b2b.markets.changes', { city, ...page })),
      listByCity: async (city, _status, { limit, cursor }) =>
        marketPageSchema.parse(
          await ask('b2b.markets.list', { city, limit, ...(cursor !== undefined && { cursor }) }),
        ),
    },
    { city, limit: 10 },
  );
  let isStopped = false;
  const polling = (async () => {
    while (!isStopped) {
      await follower.poll();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  return {
    async stop() {
      isStopped = true;
      await polling;
      return follower;
    },
  };
}

/** No answer, half of one, or one of the gateway: the next poll tries again. */
function toUnavailable(cause: unknown): never {
  throw new Problem('SERVICE_UNAVAILABLE', 'The API is not running.', { cause });
}
