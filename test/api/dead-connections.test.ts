import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, expect, it } from 'vitest';
import { limits } from '../../server/domain/schemas.ts';
import { createDynamoDBClient, databaseTimeLimits } from '../../server/markets/client.ts';
import { idleMs } from '../../server/markets/connections.ts';
import { createCall } from '../api-client.ts';
import type { Applicant, TestStack } from '../fixture.ts';
import { createTestHandler, openLambdaDoor } from '../security/doors.ts';
import { submitMarket } from '../security/markets.ts';
import { useStack } from '../use-stack.ts';

// Lambda freezes between calls. Afterwards idle connections to DynamoDB may be dead, and nothing says so.

/** Production's limits, except that a busy machine has time for 25 connections at once. */
const timeLimits = {
  ...databaseTimeLimits,
  connectionMs: 20_000,
  responseMs: 5_000,
  attemptMs: 20_000,
  callMs: 60_000,
};

const stack = useStack();
let ada: Applicant;
let cluj: string;
beforeAll(async () => {
  ada = await stack.applicant('ada');
  cluj = await stack.cityHall('cluj');
});

/** `reset`: answers the next data with a TCP reset. `silence`: never answers it. */
type Death = 'reset' | 'silence';

/** A TCP proxy before the database, whose connections can be made dead. */
async function startProxy(target: { host: string; port: number }) {
  const open = new Map<Socket, Death | undefined>();
  let lost = 0;
  let opened = 0;
  const server = createServer((client) => {
    const database = connect(target);
    open.set(client, undefined);
    opened += 1;
    client.on('data', (data) => {
      const death = open.get(client);
      if (death === undefined) database.write(data);
      else lost += 1;
      if (death === 'reset') client.resetAndDestroy();
    });
    database.on('data', (data) => client.write(data));
    for (const socket of [client, database]) {
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(client);
        client.destroy();
        database.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a TCP address');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    /** Makes all open connections dead, and returns how many there are. */
    kill(death: Death): number {
      for (const client of open.keys()) open.set(client, death);
      return open.size;
    },
    open: () => open.size,
    opened: () => opened,
    /** How many attempts were sent over dead connections. */
    lost: () => lost,
    [Symbol.asyncDispose]: async () => {
      for (const client of open.keys()) client.destroy();
      server.close();
    },
  };
}

it.each<Death>(['reset', 'silence'])(
  '41: no call fails after every idle connection to the database died by %s, and each loses one attempt at most',
  async (death) => {
    const { hostname, port } = await databaseOf(stack);
    await using proxy = await startProxy({ host: hostname, port });
    const dynamodb = connectTo(proxy);
    const handler = createTestHandler(stack, { dynamodb });
    await using door = await openLambdaDoor(stack, { handler });
    const call = createCall(door.outputs, 'rest');
    const erase = () => call('b2c.users.erase', {}, ada.token);
    const listCity = () => call('b2b.markets.list', { city: 'Cluj-Napoca' }, cluj);

    // An erasure opens a connection for each market, and keeps a few of them.
    for (let index = 0; index < 25; index++) await submitMarket(stack, ada);
    expect(await erase()).toMatchObject({ status: 200, body: { erased: 25 } });
    await expect.poll(() => proxy.open()).toBeLessThanOrEqual(10);
    expect(proxy.kill(death)).toBeGreaterThan(2);

    // One request: one attempt is lost, and the other dead connections are dropped.
    expect((await call('b2c.markets.list', { userId: 'me' }, ada.token)).status).toBe(200);
    expect(proxy.lost()).toBe(1);

    // Three requests at once, each over a dead connection.
    expect((await listCity()).status).toBe(200);
    expect(proxy.kill(death)).toBeGreaterThan(0);
    const before = proxy.lost();
    expect((await listCity()).status).toBe(200);
    expect(proxy.lost() - before).toBeLessThanOrEqual(3);
    expect((await erase()).status).toBe(200);
    dynamodb.destroy();
  },
);

it.each<[Death, number, number]>([
  ['reset', idleMs + 1, 0],
  ['silence', idleMs + 1, 0],
  ['silence', idleMs - 1_000, 1],
])(
  'connections that died by %s during a freeze of %i ms cost %i attempts',
  async (death, frozenMs, lost) => {
    const { hostname, port } = await databaseOf(stack);
    await using proxy = await startProxy({ host: hostname, port });
    // The timers of the connections do not run during a freeze, and here neither: only this clock advances.
    let now = Date.now();
    const dynamodb = connectTo(proxy, () => now);
    const handler = createTestHandler(stack, { dynamodb });
    await using door = await openLambdaDoor(stack, { handler });
    const call = createCall(door.outputs, 'rest');
    const list = () => call('b2c.markets.list', { userId: 'me' }, ada.token);

    expect((await list()).status).toBe(200);
    expect(proxy.kill(death)).toBe(1);
    now += frozenMs;
    expect((await list()).status).toBe(200);
    expect(proxy.lost()).toBe(lost);
    dynamodb.destroy();
  },
);

it('the requests of a batch find the connections of the batch before', async () => {
  const { hostname, port } = await databaseOf(stack);
  await using proxy = await startProxy({ host: hostname, port });
  const dynamodb = connectTo(proxy);
  const batch = () =>
    Promise.all(
      Array.from({ length: limits.callsPerBatch }, () => dynamodb.send(new ListTablesCommand({}))),
    );
  for (let round = 0; round < 3; round += 1) await batch();
  expect(proxy.opened()).toBe(limits.callsPerBatch);
  dynamodb.destroy();
});

function connectTo({ endpoint }: { endpoint: string }, clock?: () => number) {
  const { credentials } = stack.dynamodb.config;
  const config = { endpoint, region: stack.outputs.region, credentials };
  return createDynamoDBClient(config, timeLimits, clock);
}

async function databaseOf({ dynamodb }: TestStack): Promise<{ hostname: string; port: number }> {
  const endpoint = await dynamodb.config.endpoint?.();
  if (endpoint?.port === undefined) throw new Error('Expected an endpoint with a port');
  return { hostname: endpoint.hostname, port: endpoint.port };
}
