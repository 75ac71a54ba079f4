import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DynamoDBLocal, startDynamoDBLocal } from './dynamodb-local.ts';

const otherAddresses = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ address, scopeid }) => address !== '127.0.0.1' && !scopeid)
  .map(({ address }) => address);

describe('DynamoDB Local', () => {
  let local: DynamoDBLocal | undefined;
  beforeAll(async () => {
    local = await startDynamoDBLocal();
  });
  afterAll(() => local?.[Symbol.asyncDispose]());

  it('listens on loopback and on no other address of the machine', async ({ skip }) => {
    if (local === undefined) return skip('this machine has no Java');
    const { port } = new URL(local.endpoint);
    expect(await reach('127.0.0.1', port)).toBe('connected');
    // A machine without a network has at least ::1.
    for (const address of otherAddresses) {
      expect([address, await reach(address, port)]).toEqual([address, 'ECONNREFUSED']);
    }
  });
});

async function reach(host: string, port: string): Promise<unknown> {
  const socket = connect({ host, port: Number(port) });
  try {
    await once(socket, 'connect');
    return 'connected';
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  } finally {
    socket.destroy();
  }
}
