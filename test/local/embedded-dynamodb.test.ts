import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type EmbeddedDynamoDB, startEmbeddedDynamoDB } from '../../local/dynamodb/embedded.ts';

describe('the embedded database', () => {
  let folder: string;
  let database: EmbeddedDynamoDB;
  beforeAll(async () => {
    folder = await mkdtemp(`${tmpdir()}/christmas-markets-`);
    database = await startEmbeddedDynamoDB(folder);
  });
  afterAll(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });

  async function listTables(credentials: EmbeddedDynamoDB['credentials'], endpoint = database.url) {
    const client = new DynamoDBClient({ region: 'local', endpoint, credentials, maxAttempts: 1 });
    try {
      return (await client.send(new ListTablesCommand())).TableNames;
    } finally {
      client.destroy();
    }
  }

  it('serves the key that it was started with, and no other', async () => {
    expect(await listTables(database.credentials)).toEqual([]);
    const foreign = { accessKeyId: 'local', secretAccessKey: 'local' };
    await expect(listTables(foreign)).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });

  it('refuses requests after settle: dynalite would end the process', async () => {
    const other = await mkdtemp(`${tmpdir()}/christmas-markets-`);
    onTestFinished(() => rm(other, { recursive: true }));
    const settled = await startEmbeddedDynamoDB(other);
    expect(await listTables(settled.credentials, settled.url)).toEqual([]);
    await settled.settle();
    await expect(listTables(settled.credentials, settled.url)).rejects.toMatchObject({
      $metadata: { httpStatusCode: 503 },
    });
    await settled.close();
  });

  it.each(['GET', 'POST', 'OPTIONS'])(
    'tells a web page nothing by %s: it let all in',
    async (method) => {
      const response = await fetch(database.url, {
        method,
        headers: {
          origin: 'https://evil.example',
          authorization:
            'AWS4-HMAC-SHA256 Credential=a/1/r/d/aws4_request, SignedHeaders=a, Signature=b',
          'x-amz-target': 'DynamoDB_20120810.ListTables',
          'x-amz-date': '1',
        },
      });
      expect(response.status).toBe(403);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
      expect(await response.text()).toBe('');
    },
  );

  it.each([
    ['with its key', () => ` Credential=${database.credentials.accessKeyId}/`],
    ['without', () => ''],
  ])('continues after an aborted request, %s', async (_title, authorization) => {
    const socket = connect(database.port, '127.0.0.1');
    socket.write(
      `POST / HTTP/1.1\r\nHost: x\r\nAuthorization: AWS4-HMAC-SHA256${authorization()}\r\nContent-Length: 100\r\n\r\n{`,
    );
    await sleep(50);
    socket.destroy();
    await sleep(50);
    expect(await listTables(database.credentials)).toEqual([]);
  });
});
