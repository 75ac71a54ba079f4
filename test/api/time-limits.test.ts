import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { timeoutSeconds } from '../../infra/function.ts';
import { currentCall } from '../../server/call.ts';
import { createDynamoDBClient, databaseTimeLimits, worstCallMs } from '../../server/dynamodb.ts';
import { createMarketStore } from '../../server/markets/dynamodb-store.ts';

/** aws-jwt-verify's own: two attempts at the issuer's keys, of 1.5 s each. */
const keysMs = 3_000;

describe('a database that never answers', () => {
  it('leaves the Lambda time to say so, at the worst', () => {
    expect(worstCallMs).toBe(17_000);
    expect(worstCallMs + keysMs).toBeLessThan(timeoutSeconds * 1000);
    // The integration's limit of an HTTP API.
    expect(timeoutSeconds).toBeLessThan(30);
  });

  it('is given up after three attempts, and left alone once the call has had its time', async () => {
    let attempts = 0;
    await using server = createServer((socket) => {
      attempts += 1;
      socket.resume();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('Expected a TCP address');
    const client = createDynamoDBClient({
      region: 'eu-central-1',
      endpoint: `http://127.0.0.1:${address.port}`,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const markets = createMarketStore(client, { tableName: 'Markets', marketsPerApplicant: 50 });
    const key = { userId: randomUUID(), marketId: randomUUID() };
    const withdraw = (startedAt: number) =>
      currentCall.run({ consumedCapacity: 0, startedAt }, () => markets.withdraw(key));
    const unavailable = { problemCode: 'SERVICE_UNAVAILABLE' };

    const started = performance.now();
    await expect(withdraw(started)).rejects.toMatchObject(unavailable);
    expect(attempts).toBe(databaseTimeLimits.attempts);

    const late = performance.now() - databaseTimeLimits.callMs - 1;
    await expect(withdraw(late)).rejects.toMatchObject(unavailable);
    expect(attempts).toBe(databaseTimeLimits.attempts);
    client.destroy();
  });
});
