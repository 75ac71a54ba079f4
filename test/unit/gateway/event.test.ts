import { expect, test } from 'vitest';
import { malformedQueryStatus } from '../../../local/gateway/assumptions.ts';
import { openRoute, sendHead, sendRaw, startGateway, startTime } from './fixture.ts';

test('a request becomes a version 2.0 event', async () => {
  await using gateway = await startGateway({ routes: [openRoute('POST /m/{id}')] });
  const response = await sendRaw(
    gateway.port,
    [
      'POST /m/a%20b?r=one&r=two&p=a+b&e= HTTP/1.1',
      'Host: 127.0.0.1',
      'Connection: close',
      'Content-Type: application/json',
      'Content-Length: 14',
      'User-Agent: probe/1',
      'X-Probe: first',
      'x-probe: second',
      'Cookie: s=1; t=2',
      '',
      '{"a":"\u00e4 b c"}',
    ].join('\r\n'),
  );
  expect(response.status).toBe(200);
  expect(gateway.events).toEqual([
    {
      version: '2.0',
      routeKey: 'POST /m/{id}',
      rawPath: '/m/a b',
      rawQueryString: 'r=one&r=two&p=a+b&e=',
      cookies: ['s=1', 't=2'],
      headers: {
        'content-length': '14',
        'content-type': 'application/json',
        host: '127.0.0.1',
        'user-agent': 'probe/1',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'http',
        'x-probe': 'first,second',
      },
      queryStringParameters: { r: 'one,two', p: 'a b', e: '' },
      pathParameters: { id: 'a b' },
      requestContext: {
        accountId: '000000000000',
        apiId: 'local',
        domainName: 'localhost',
        domainPrefix: 'localhost',
        http: {
          method: 'POST',
          path: '/m/a b',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'probe/1',
        },
        requestId: response.headers.get('apigw-requestid')?.[0],
        routeKey: 'POST /m/{id}',
        stage: '$default',
        time: '10/Jul/2026:19:19:05 +0000',
        timeEpoch: startTime,
      },
      body: '{"a":"\u00e4 b c"}',
      isBase64Encoded: false,
    },
  ]);
});

test('empty members are left out, except rawQueryString', async () => {
  await using gateway = await startGateway({ routes: [openRoute('GET /m')] });
  await sendHead(gateway.port, 'GET /m?');
  const [event] = gateway.events;
  expect(Object.keys(event ?? {}).sort()).toEqual([
    'headers',
    'isBase64Encoded',
    'rawPath',
    'rawQueryString',
    'requestContext',
    'routeKey',
    'version',
  ]);
  expect(event).toMatchObject({ rawQueryString: '', isBase64Encoded: false });
  expect(event?.requestContext).not.toHaveProperty('authorizer');
});

test('each request has an id of its own', async () => {
  await using gateway = await startGateway({ routes: [openRoute('GET /m')] });
  await sendHead(gateway.port, 'GET /m');
  await sendHead(gateway.port, 'GET /m');
  const ids = gateway.events.map(({ requestContext }) => requestContext.requestId);
  expect(new Set(ids).size).toBe(2);
  expect(gateway.entries.map(({ requestId }) => requestId)).toEqual(ids);
});

test.each([
  ['a', { a: '' }],
  ['a=b=c', { a: 'b=c' }],
  ['&a=1&&b=2&', { a: '1', b: '2' }],
  ['a=%2B&a=,', { a: '+,,' }],
  ['a+b=1', { 'a b': '1' }],
  ['q=?/', { q: '?/' }],
  [
    '__proto__=1&constructor=2',
    Object.fromEntries([
      ['__proto__', '1'],
      ['constructor', '2'],
    ]),
  ],
])('the query %s', async (query, parameters) => {
  await using gateway = await startGateway({ routes: [openRoute('GET /m')] });
  await sendHead(gateway.port, `GET /m?${query}`);
  expect(gateway.events).toMatchObject([{ rawQueryString: query }]);
  expect(Object.entries(gateway.events[0]?.queryStringParameters ?? {})).toEqual(
    Object.entries(parameters),
  );
});

test('a query with malformed percent-encoding does not reach the handler', async () => {
  await using gateway = await startGateway({ routes: [openRoute('GET /m')] });
  expect((await sendHead(gateway.port, 'GET /m?a=%zz')).status).toBe(malformedQueryStatus);
  expect(gateway.events).toEqual([]);
});

test.each([
  ['application/json', 'text', false],
  ['application/json; charset=utf-8', 'text', false],
  ['Text/Plain', 'text', false],
  ['application/xml', 'text', false],
  ['application/octet-stream', 'text', true],
  ['application/x-www-form-urlencoded', 'a=b', true],
  ['multipart/form-data; boundary=x', 'text', true],
  ['application/jsonp', 'text', true],
  [undefined, 'text', true],
])('a body of type %s', async (contentType, body, isBase64Encoded) => {
  await using gateway = await startGateway({ routes: [openRoute('POST /m')] });
  await sendRaw(
    gateway.port,
    [
      'POST /m HTTP/1.1',
      'Host: localhost',
      'Connection: close',
      ...(contentType === undefined ? [] : [`Content-Type: ${contentType}`]),
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n'),
  );
  expect(gateway.events).toMatchObject([
    { body: isBase64Encoded ? Buffer.from(body).toString('base64') : body, isBase64Encoded },
  ]);
});

test('every byte of a binary body arrives', async () => {
  await using gateway = await startGateway({ routes: [openRoute('POST /m')] });
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  await fetch(`${gateway.url}/m`, { method: 'POST', body: bytes });
  expect(Buffer.from(gateway.events[0]?.body ?? '', 'base64')).toEqual(bytes);
});

test('a chunked body arrives whole', async () => {
  await using gateway = await startGateway({ routes: [openRoute('POST /m')] });
  await sendRaw(
    gateway.port,
    'POST /m HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: text/plain\r\n' +
      'Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n',
  );
  expect(gateway.events).toMatchObject([{ body: 'abcde', isBase64Encoded: false }]);
  expect(gateway.events[0]?.headers).not.toHaveProperty('transfer-encoding');
});

test.each(['100-continue', 'something-else'])(
  'a request with Expect: %s is served',
  async (expectation) => {
    await using gateway = await startGateway({ routes: [openRoute('GET /m')] });
    const response = await sendHead(gateway.port, 'GET /m', [`Expect: ${expectation}`]);
    expect([100, 200]).toContain(response.status);
    expect(gateway.events).toHaveLength(1);
  },
);

test('a client cannot choose its source address or its method', async () => {
  await using gateway = await startGateway({ routes: [openRoute('GET /m')] });
  await sendHead(gateway.port, 'GET /m', [
    'X-Forwarded-For: 192.0.2.1',
    'X-HTTP-Method-Override: DELETE',
  ]);
  expect(gateway.events).toMatchObject([
    { routeKey: 'GET /m', requestContext: { http: { method: 'GET', sourceIp: '127.0.0.1' } } },
  ]);
});

test('the handler gets a Lambda context', async () => {
  const seen: unknown[] = [];
  await using gateway = await startGateway({
    routes: [openRoute('GET /m')],
    integrationTimeoutMs: 5_000,
    handler: async (_event, context) => {
      seen.push(context.awsRequestId, context.functionName, context.getRemainingTimeInMillis());
      return null;
    },
  });
  await sendHead(gateway.port, 'GET /m');
  expect(seen).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), 'local', 5_000]);
});

test('the log contains no token and no query', async () => {
  await using gateway = await startGateway({ routes: [openRoute('GET /m')] });
  await sendHead(gateway.port, 'GET /m?q=secret-query', ['Authorization: Bearer secret-token']);
  expect(gateway.entries).toEqual([
    {
      requestId: expect.any(String),
      routeKey: 'GET /m',
      status: 200,
      sourceIp: '127.0.0.1',
      durationMs: 0,
    },
  ]);
});
