import { randomInt, randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Market, marketPageSchema, marketSchema } from '../../../server/domain/market.ts';
import { firstChangeIdAt } from '../../../server/markets/change-id.ts';
import { encodeCursor } from '../../../server/markets/cursor.ts';
import { type Call, createCall } from '../../api-client.ts';
import { content } from '../../security/markets.ts';
import { useStack } from '../../use-stack.ts';
import { isMissing, programs, readState, startReview } from './review-program.ts';

/* Both example programs are killed again and again, while every third request gets a fault. */

const city = content.city;
/** Longer than a write takes, so that the changes are complete. */
const horizonMs = 3_000;

let onAnswer: () => void = () => {};
const stack = useStack({
  faults: { every: 3, slowMs: 20 },
  store: { horizonMs },
  accessLog: () => onAnswer(),
});
let call: Call;
beforeAll(() => {
  call = createCall(stack.outputs, 'rest');
});

/** Repeats until the call succeeds: its own requests get faults, too. */
async function insist(procedure: string, input: Record<string, unknown>, token: string) {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const answer = await call(procedure, input, token).catch(() => undefined);
    if (answer !== undefined && answer.status < 300) return answer.body;
  }
  throw new Error(`${procedure} failed 20 times`);
}

/** Submits one market more, and edits or withdraws another. */
async function write(token: string, marketIds: string[]): Promise<void> {
  const marketId = randomUUID();
  const price = randomInt(1, 40);
  const submission = { ...content, userId: 'me', marketId, marketAveragePrice: price };
  await insist('b2c.markets.submit', submission, token);
  marketIds.push(marketId);
  if (randomInt(4) === 0) {
    await insist('b2c.markets.withdraw', { userId: 'me', marketId: marketIds.shift() }, token);
    return;
  }
  const key = { userId: 'me', marketId: marketIds[randomInt(marketIds.length)] };
  const { revision } = marketSchema.parse(await insist('b2c.markets.get', key, token));
  // Repeated after a lost answer, it would be stale: once is enough.
  await call('b2c.markets.edit', { ...key, revision, marketAveragePrice: 41 - price }, token).catch(
    () => 'lost',
  );
}

async function listCity(): Promise<Market[]> {
  const token = await stack.cityHall('cluj');
  const page = await insist('b2b.markets.list', { city, limit: 100 }, token);
  const { items, nextCursor } = marketPageSchema.parse(page);
  expect(nextCursor).toBeUndefined();
  return items;
}

describe.each(programs)('%s', (command, program) => {
  it.skipIf(isMissing(command))(
    `${program} keeps in step and never decides twice, killed at any moment, with faults`,
    async () => {
      const { token } = await stack.applicant(`killed-${command}`);
      const state = `${stack.outputsFile}.${command}.state`;
      const start = () => startReview(command, program, [stack.outputsFile, 'cluj', state]);
      const marketIds: string[] = [];
      let kills = 0;

      // Killed after the API has processed the first request, the second one, and so on.
      for (let processed = 1; processed <= 15; processed += 1) {
        await write(token, marketIds);
        const { child, ended } = start();
        let answers = 0;
        onAnswer = () => {
          answers += 1;
          if (answers === processed) child.kill('SIGKILL');
        };
        if ((await ended).code === null) kills += 1;
        onAnswer = () => {};
      }

      // Killed at random moments, while others write.
      for (let run = 0; run < 10; run += 1) {
        const { child, ended } = start();
        const milliseconds = randomInt(2_000);
        const killed = sleep(milliseconds).then(() => child.kill('SIGKILL'));
        await Promise.all([write(token, marketIds), killed]);
        if ((await ended).code === null) kills += 1;
        // A file is whole or absent.
        await readState(state).catch((error) => expect(error.code).toBe('ENOENT'));
      }
      expect(kills).toBeGreaterThan(5);

      await sleep(horizonMs);
      // An injected 409 leaves its market to the next run.
      for (let run = 0; run < 5; run += 1) {
        const { code, out, error } = await start().ended;
        expect({ code, error }).toEqual({ code: 0, error: '' });
        if (out.endsWith(' 0 pending\n')) break;
      }
      const markets = await listCity();
      expect(markets.length).toBeGreaterThan(4);
      const byId = (one: Market, other: Market) => one.marketId.localeCompare(other.marketId);
      const copies = Object.values((await readState(state))[city]?.copies ?? {});
      expect(copies.toSorted(byId)).toEqual(markets.toSorted(byId));
      for (const { status, revision, marketAveragePrice, decisions } of markets) {
        expect(status).toBe(marketAveragePrice <= 20 ? 'approved' : 'rejected');
        const revisions = decisions.map((decision) => decision.revision);
        expect(new Set(revisions).size, 'one decision for each revision').toBe(revisions.length);
        expect(revisions.at(-1)).toBe(revision);
      }
      await insist('b2c.users.erase', {}, token);
    },
  );

  it.skipIf(isMissing(command))(
    `${program} starts again from the full list when its cursor has expired`,
    async () => {
      const { token } = await stack.applicant(`expired-${command}`);
      const submission = { ...content, userId: 'me', marketId: randomUUID() };
      await insist('b2c.markets.submit', submission, token);
      await sleep(horizonMs);
      const state = `${stack.outputsFile}.${command}.expired`;
      const [market] = await listCity();
      const gone = { ...market, marketId: randomUUID() };
      const cursor = encodeCursor({ city, changeId: firstChangeIdAt(0) });
      const copies = { [`${gone.marketId}/user/${gone.userId}`]: gone };
      await writeFile(state, JSON.stringify({ [city]: { cursor, copies } }));
      // What a kill may leave behind.
      await writeFile(`${state}.tmp`, '{"Cluj');

      const { code, error } = await startReview(command, program, [
        stack.outputsFile,
        'cluj',
        state,
      ]).ended;
      expect({ code, error }).toEqual({ code: 0, error: '' });
      expect(await readFile(state, 'utf8')).not.toContain(gone.marketId);
      const renewed = (await readState(state))[city];
      expect(renewed?.cursor).not.toBe(cursor);
      expect(Object.values(renewed?.copies ?? {})).toMatchObject([{ marketId: market?.marketId }]);
      await insist('b2c.users.erase', {}, token);
    },
  );
});
