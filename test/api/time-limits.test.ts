import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { timeoutSeconds } from '../../infra/lambda/function.ts';
import {
  createDynamoDBClient,
  databaseTimeLimits,
  worstCallMs,
} from '../../server/markets/client.ts';
import { createMarketStore } from '../../server/markets/create-store.ts';
import { currentCall } from '../../server/observe/call-record.ts';

/** aws-jwt-verify's own: two attempts at the issuer's keys, of 1.5 s each. */
const keysMs = 3_000;

describe('a database that never answers', () => {
  it('leaves the Lambda enough time for the response in the worst case', () => {
    expect(worstCallMs).toBe(20_000);
    expect(worstCallMs + keysMs).toBeLessThan(timeoutSeconds * 1000);
    // The integration's limit of an HTTP API.
    expect(timeoutSeconds).toBeLessThan(30);
  });

  it('is tried three times, and not again after the time limit of the call', async () => {
    let attempts = 0;
    await using server = createServer((socket) => {
      attempts += 1;
      socket.resume();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = createClient(server);
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

describe.concurrent('a database that answers too slowly is a 503:', () => {
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\n';
  const body = `content-length: 100\r\n\r\n${'{'.padEnd(50)}`;

  it.each<[string, string, number]>([
    ['a head that comes letter by letter', head, 0],
    ['an answer that crawls: it was waited for without end', `${head}${body}`, head.length + 30],
    ['half an answer, and silence', `${head}${body}`, Number.POSITIVE_INFINITY],
  ])('%s', async (_title, answer, crawlsFrom) => {
    await using server = createServer(async (socket) => {
      socket.on('error', () => {});
      await once(socket, 'data');
      socket.write(answer.slice(0, crawlsFrom));
      for (const letter of answer.slice(crawlsFrom)) {
        await sleep(300);
        if (socket.destroyed) return;
        socket.write(letter);
      }
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = createClient(server, { maxAttempts: 1 });
    const markets = createMarketStore(client, { tableName: 'Markets', marketsPerApplicant: 50 });
    await expect(markets.listByOwner(randomUUID(), { limit: 1 })).rejects.toMatchObject({
      problemCode: 'SERVICE_UNAVAILABLE',
    });
    client.destroy();
  });
});

function createClient(server: Server, config: DynamoDBClientConfig = {}) {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a TCP address');
  return createDynamoDBClient({
    region: 'eu-central-1',
    endpoint: `http://127.0.0.1:${address.port}`,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    ...config,
  });
}
