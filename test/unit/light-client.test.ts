import { Readable } from 'node:stream';
import {
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-dynamodb';
import { Sha256 as SdkSha256 } from '@smithy/core/checksum';
import { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import type { FinalizeRequestMiddleware } from '@smithy/types';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createDynamoDBClient } from '../../server/markets/client.ts';
import { Sha256 } from '../../server/markets/sha256.ts';

/** A client whose requests are kept, and answered with `answer`. */
function createClient(answer: unknown, accessKeyIds: string[] = ['first']) {
  const requests: HttpRequest[] = [];
  const client = createDynamoDBClient({
    region: 'eu-central-1',
    cacheMiddleware: true,
    // Expired at once, so that each request asks for them.
    credentials: async () => ({
      accessKeyId: accessKeyIds[requests.length] ?? '',
      secretAccessKey: 'secret',
      expiration: new Date(),
    }),
    requestHandler: {
      async handle(request: HttpRequest) {
        requests.push(request);
        const body = Readable.from([Buffer.from(JSON.stringify(answer))]);
        return { response: new HttpResponse({ statusCode: 200, headers: {}, body }) };
      },
    },
  });
  return { client, requests };
}

const TableName = 'Markets';

function stopClock(now: string): void {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) });
  onTestFinished(() => {
    vi.useRealTimers();
  });
}

test('a request is the input as JSON, for the operation, signed, with the names of the SDK', async () => {
  const { client, requests } = createClient({});
  const Item = { userId: { S: 'ünï "q"' }, price: { N: '12.5' }, list: { L: [{ BOOL: true }] } };
  await client.send(new PutItemCommand({ TableName, Item }));
  const [request] = requests;
  expect(JSON.parse(request?.body)).toEqual({ TableName, Item, ReturnConsumedCapacity: 'TOTAL' });
  expect(request?.method).toBe('POST');
  expect(request?.hostname).toBe('dynamodb.eu-central-1.amazonaws.com');
  expect(request?.headers).toMatchObject({
    'content-type': 'application/x-amz-json-1.0',
    'content-length': String(Buffer.byteLength(request?.body)),
    'x-amz-target': 'DynamoDB_20120810.PutItem',
    'user-agent': expect.stringMatching(/^aws-sdk-js\/\S+ .*api\/dynamodb#\S+/i),
    authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=first\/\d{8}\/eu-central-1/),
  });
});

test('an answer is the JSON that DynamoDB sent', async () => {
  const answer = { Items: [{ city: { S: 'Iași' }, price: { N: '0.10' } }], Count: 1 };
  const { client } = createClient(answer);
  expect(await client.send(new QueryCommand({ TableName }))).toMatchObject(answer);
});

test('requests at once keep their own inputs and outputs, and new credentials are used', async () => {
  const { client, requests } = createClient({}, ['first', 'second']);
  await client.send(new QueryCommand({ TableName: 'One' }));
  await client.send(new QueryCommand({ TableName: 'Two' }));
  await Promise.all(
    Array.from({ length: 5 }, (_, index) =>
      client.send(new QueryCommand({ TableName: String(index) })),
    ),
  );
  const tables = requests.map(({ body }) => JSON.parse(body).TableName);
  expect(tables.toSorted()).toEqual(['0', '1', '2', '3', '4', 'One', 'Two']);
  expect(requests[1]?.headers.authorization).toContain('Credential=second/');
});

test('the first request of a command and each later one is signed as by the SDK, with the same headers', async () => {
  stopClock('2026-11-02T08:15:30Z');
  const credentials = { accessKeyId: 'first', secretAccessKey: 'secret', sessionToken: 'token' };
  const requests: HttpRequest[] = [];
  const settings = {
    region: 'eu-central-1',
    cacheMiddleware: true,
    maxAttempts: 3,
    credentials,
    requestHandler: {
      async handle(request: HttpRequest) {
        requests.push(request);
        const body = Readable.from([Buffer.from('{}')]);
        return { response: new HttpResponse({ statusCode: 200, headers: {}, body }) };
      },
    },
  };
  const fixId: FinalizeRequestMiddleware<ServiceInputTypes, ServiceOutputTypes> =
    (next) => (args) => {
      if (HttpRequest.isInstance(args.request))
        args.request.headers['amz-sdk-invocation-id'] = 'not random';
      return next(args);
    };
  const clients = [createDynamoDBClient(settings), new DynamoDBClient(settings)];
  for (const client of clients) {
    client.middlewareStack.remove('getUserAgentMiddleware');
    // Between the retries, which set it, and the signature.
    client.middlewareStack.addRelativeTo(fixId, {
      relation: 'after',
      toMiddleware: 'retryMiddleware',
      name: 'fixId',
    });
    for (const text of ['Märkte', 'Markets', 'Markets']) {
      await client.send(new QueryCommand({ TableName: text, ReturnConsumedCapacity: 'TOTAL' }));
      const Item = { userId: { S: text } };
      const input = { TableName, Item, ReturnConsumedCapacity: 'TOTAL' } as const;
      await client.send(new PutItemCommand(input));
    }
  }
  const [ours, theirs] = [requests.slice(0, 6), requests.slice(6)].map((each) =>
    each.map(({ body, headers: { 'user-agent': _, ...headers }, ...request }) => ({
      ...request,
      headers,
      body: String(body),
    })),
  );
  expect(ours).toHaveLength(6);
  expect(ours).toEqual(theirs);
});

test('a request whose clock is wrong is signed again by the clock of DynamoDB', async () => {
  stopClock('2026-11-02T08:15:30Z');
  const dates: string[] = [];
  const client = createDynamoDBClient({
    region: 'eu-central-1',
    cacheMiddleware: true,
    credentials: { accessKeyId: 'first', secretAccessKey: 'secret' },
    requestHandler: {
      async handle({ headers }: HttpRequest) {
        dates.push(String(headers['x-amz-date']));
        const statusCode = dates.length === 1 ? 400 : 200;
        const body = Readable.from([Buffer.from('{"__type":"InvalidSignatureException"}')]);
        const date = new Date('2026-11-02T09:15:30Z').toUTCString();
        return { response: new HttpResponse({ statusCode, headers: { date }, body }) };
      },
    },
  });
  await client.send(new QueryCommand({ TableName }));
  await client.send(new QueryCommand({ TableName }));
  expect(dates).toEqual(['20261102T081530Z', '20261102T091530Z', '20261102T091530Z']);
});

test.each([
  ['no key', undefined],
  ['a text', 'AWS4secret'],
  ['bytes', new Uint8Array([1, 2, 255]).subarray(1)],
  ['a buffer', new Uint8Array([1, 2, 255]).buffer],
])('the hash with %s as its key is that of the SDK, also when it is used again', async (_, key) => {
  for (let use = 0; use < 2; use += 1) {
    const [ours, theirs] = [new Sha256(key), new SdkSha256(key)];
    for (const text of ['string to ', 'sign ü']) {
      ours.update(Buffer.from(text));
      theirs.update(Buffer.from(text));
    }
    expect(Buffer.from(await ours.digest())).toEqual(Buffer.from(await theirs.digest()));
    ours.reset();
    theirs.reset();
    expect(Buffer.from(await ours.digest())).toEqual(Buffer.from(await theirs.digest()));
  }
});
