import { randomUUID } from 'node:crypto';
import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import * as z from 'zod';
import { parseFlags } from '../../../tools/program.ts';
import { createCall } from '../../api-client.ts';
import { silentLog, startTestStack } from '../../fixture.ts';
import { readCount } from './count.ts';
import { interruption } from './interruption.ts';

const few = 100;

parseFlags({
  command: 'npm run bench:lists',
  help: `npm run bench:lists

Measures the time of a page of a short list (${few} markets) and of a long list, on a new local stack. The two
are measured in turns, so that other load on the machine affects both equally. Compare the ratios.

Environment: BENCH_APPLICANT (10000) is the number of markets of an applicant, BENCH_CITY (100000) that of a city.`,
  options: {},
});
const ofApplicant = readCount('BENCH_APPLICANT', 10_000);
const ofCity = readCount('BENCH_CITY', 100_000);
const turns = 200;
const pageSchema = z.object({
  items: z.array(z.unknown()),
  nextCursor: z.string().optional(),
});

const interrupted = interruption();
await using stack = await startTestStack({ log: silentLog });
const call = createCall(stack.outputs, 'rest');
const applicants = { few: await stack.applicant('few'), many: await stack.applicant('many') };
const cities = { few: 'Suceava', many: 'Botoșani' };
const hall = await stack.cityHall('north');

await Promise.race([measure(), interrupted]);

async function measure(): Promise<void> {
  await seed(few, () => applicants.few.userId, 'Cluj-Napoca');
  await seed(ofApplicant, () => applicants.many.userId, 'Cluj-Napoca');
  await seed(few, randomUUID, cities.few);
  await seed(ofCity, randomUUID, cities.many);

  for (const limit of [25, 100]) {
    await compare(
      `an applicant's ${few} and ${ofApplicant} markets, ${limit} a page`,
      (size, cursor) =>
        call('b2c.markets.list', { userId: 'me', limit, ...cursor }, applicants[size].token),
    );
    await compare(
      `a city's ${few} and ${ofCity} pending markets, ${limit} a page`,
      (size, cursor) =>
        call('b2b.markets.list', { city: cities[size], status: 'pending', limit, ...cursor }, hall),
    );
    await compare(
      `a city's ${few} and ${ofCity} markets, all statuses, ${limit} a page`,
      (size, cursor) => call('b2b.markets.list', { city: cities[size], limit, ...cursor }, hall),
    );
  }
}

async function compare(
  what: string,
  page: (size: 'few' | 'many', cursor: { cursor?: string }) => Promise<{ body: unknown }>,
): Promise<void> {
  const taken: Record<'few' | 'many', number[]> = { few: [], many: [] };
  const cursors: Record<'few' | 'many', { cursor?: string }> = { few: {}, many: {} };
  for (let turn = 0; turn < turns; turn += 1) {
    for (const size of turn % 2 === 0 ? (['few', 'many'] as const) : (['many', 'few'] as const)) {
      const started = performance.now();
      const { body } = await page(size, cursors[size]);
      const ms = performance.now() - started;
      // The next page, or the first one again after the last page, which may be empty.
      const { items, nextCursor } = pageSchema.parse(body);
      if (items.length > 0) taken[size].push(ms);
      cursors[size] = nextCursor === undefined ? {} : { cursor: nextCursor };
    }
  }
  const p50 = { few: median(taken.few), many: median(taken.many) };
  const ratio = (p50.many / p50.few).toFixed(2);
  console.log(`${what}: p50 ${p50.few.toFixed(1)} and ${p50.many.toFixed(1)} ms, ratio ${ratio}`);
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function seed(count: number, toUserId: () => string, city: string): Promise<void> {
  const started = performance.now();
  for (let done = 0; done < count; done += 25) {
    const size = Math.min(25, count - done);
    await write(
      stack.dynamodb,
      Array.from({ length: size }, () => toItem(toUserId(), city)),
    );
  }
  console.log(`${count} markets in ${city}: ${Math.round((performance.now() - started) / 1000)} s`);
}

async function write(client: DynamoDBClient, items: Record<string, unknown>[]): Promise<void> {
  const requests = items.map((item) => ({ PutRequest: { Item: marshall(item) } }));
  let left: Record<string, object[]> = { [stack.outputs.tableName]: requests };
  while (Object.keys(left).length > 0) {
    const { UnprocessedItems = {} } = await client.send(
      new BatchWriteItemCommand({ RequestItems: left }),
    );
    left = UnprocessedItems;
  }
}

function toItem(userId: string, city: string): Record<string, unknown> {
  const revision = uuidv7();
  return {
    userId,
    marketId: uuidv4(),
    marketName: 'Old Town Market',
    marketDescription: 'Mulled wine and carols',
    marketAveragePrice: 5,
    city,
    marketApproved: false,
    status: 'pending',
    revision,
    submittedAt: new Date().toISOString(),
    decisions: [],
    reviewOrder: `pending#${revision}`,
    __edb_e__: 'market',
    __edb_v__: '1',
  };
}
