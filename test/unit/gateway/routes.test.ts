import { expect, test } from 'vitest';
import { createGateway } from '../../../local/gateway/gateway.ts';
import { openRoute, sendHead, startGateway } from './fixture.ts';

const allRoutes = [
  'GET /',
  'GET /pets',
  'GET /pets/{id}',
  'GET /pets/dog',
  'ANY /pets/dog',
  'PATCH /pets/{id}',
  'GET /pets/{id}/toys',
  'GET /pets/{proxy+}',
  'GET /pets/dog/{proxy+}',
  'ANY /trpc/b2c/{proxy+}',
  'POST /trpc/b2c/{proxy+}',
];

test.each([
  ['GET /', 'GET /', {}],
  ['GET /pets', 'GET /pets', {}],
  ['GET /pets?x=/pets/dog', 'GET /pets', {}],
  ['GET /pets/cat', 'GET /pets/{id}', { id: 'cat' }],
  ['GET /pets/dog', 'GET /pets/dog', {}],
  ['PUT /pets/dog', 'ANY /pets/dog', {}],
  ['GET /pets/DOG', 'GET /pets/{id}', { id: 'DOG' }],
  ['PATCH /pets/cat', 'PATCH /pets/{id}', { id: 'cat' }],
  ['GET /pets/dog/toys', 'GET /pets/{id}/toys', { id: 'dog' }],
  ['GET /pets/dog/food', 'GET /pets/dog/{proxy+}', { proxy: 'food' }],
  ['GET /pets/cat/food/dry', 'GET /pets/{proxy+}', { proxy: 'cat/food/dry' }],
  ['POST /trpc/b2c/a,b', 'POST /trpc/b2c/{proxy+}', { proxy: 'a,b' }],
  ['GET /trpc/b2c/a', 'ANY /trpc/b2c/{proxy+}', { proxy: 'a' }],
  // Decoded exactly once, and a decoded slash makes no segment.
  ['GET /pets/a%20b', 'GET /pets/{id}', { id: 'a b' }],
  ['GET /pets/a+b', 'GET /pets/{id}', { id: 'a+b' }],
  ['GET /pets/a%252Fb', 'GET /pets/{id}', { id: 'a%2Fb' }],
  ['GET /pets/a%2Ftoys', 'GET /pets/{id}', { id: 'a/toys' }],
  ['GET /pets/..%2F..', 'GET /pets/{id}', { id: '../..' }],
  ['GET /pets/%00', 'GET /pets/{id}', { id: '\0' }],
  ['GET /pets/%3Fx=1', 'GET /pets/{id}', { id: '?x=1' }],
  ['GET /pets/B%C3%BCcher', 'GET /pets/{id}', { id: 'Bücher' }],
  ['GET /pets/__proto__', 'GET /pets/{id}', { id: '__proto__' }],
  // No dot segment is taken out of a path.
  ['GET /pets/..', 'GET /pets/{id}', { id: '..' }],
  ['GET /x/../pets', null, {}],
  ['GET /./pets', null, {}],
  // An encoded literal is another literal.
  ['GET /%70ets', null, {}],
  ['GET /Pets', null, {}],
  // An assumption, not AWS's documented behaviour: see assumptions.ts.
  ['GET /pets/', 'GET /pets/{proxy+}', { proxy: '' }],
  ['GET /pets/cat/', null, {}],
  ['GET //pets', null, {}],
  ['GET /pets//toys', null, {}],
  ['GET /pets/dog//food', null, {}],
  ['GET /trpc/b2c', null, {}],
  ['GET /trpc/b2c/', 'ANY /trpc/b2c/{proxy+}', { proxy: '' }],
  ['POST /pets', null, {}],
  ['HEAD /pets', null, {}],
  ['OPTIONS /pets', null, {}],
  ['GET /unknown', null, {}],
])('%s is answered by %s', async (requestLine, routeKey, pathParameters) => {
  await using gateway = await startGateway({ routes: allRoutes.map(openRoute) });
  const response = await sendHead(gateway.port, requestLine);

  expect(response.headers.get('apigw-requestid')).toHaveLength(1);
  expect(gateway.entries).toMatchObject([{ routeKey, status: routeKey ? 200 : 404 }]);
  if (routeKey === null) {
    expect(response.status).toBe(404);
    expect(gateway.events).toEqual([]);
    if (!requestLine.startsWith('HEAD')) expect(response.body).toBe('{"message":"Not Found"}');
  } else {
    expect(response.status).toBe(200);
    expect(gateway.events).toMatchObject([{ routeKey, requestContext: { routeKey } }]);
    expect(gateway.events[0]?.pathParameters ?? {}).toEqual(pathParameters);
  }
});

test('the order of the routes changes nothing', async () => {
  await using gateway = await startGateway({ routes: allRoutes.toReversed().map(openRoute) });
  for (const path of ['/pets/dog', '/pets/cat', '/pets/dog/toys', '/pets/dog/food', '/pets/a/b']) {
    await sendHead(gateway.port, `GET ${path}`);
  }
  expect(gateway.events.map(({ routeKey }) => routeKey)).toEqual([
    'GET /pets/dog',
    'GET /pets/{id}',
    'GET /pets/{id}/toys',
    'GET /pets/dog/{proxy+}',
    'GET /pets/{proxy+}',
  ]);
});

test('a path is decoded once in each field of the event', async () => {
  await using gateway = await startGateway({ routes: [openRoute('GET /m/{id}')] });
  await sendHead(gateway.port, 'GET /m/%2525%20x?q=%2525%20x');
  expect(gateway.events).toMatchObject([
    {
      rawPath: '/m/%25 x',
      rawQueryString: 'q=%2525%20x',
      pathParameters: { id: '%25 x' },
      queryStringParameters: { q: '%25 x' },
      requestContext: { http: { path: '/m/%25 x' } },
    },
  ]);
});

test.each([
  ['/m/a%2Fb', '/m/a/b', 'a/b'],
  ['/m/a%25b', '/m/a%b', 'a%b'],
  ['/m/a%2Cb', '/m/a,b', 'a,b'],
  ['/m/a%3Fb', '/m/a', 'a?b'],
])('the Lambda receives the path %s decoded, as %s', async (path, rawPath, id) => {
  await using gateway = await startGateway({ routes: [openRoute('GET /m/{id}')] });
  await sendHead(gateway.port, `GET ${path}?q=1`);
  const pathParameters = { id };
  expect(gateway.events).toMatchObject([
    { rawPath, pathParameters, rawQueryString: 'q=1', requestContext: { http: { path: rawPath } } },
  ]);
});

test('a route key can have the method HEAD, and its answer has no body', async () => {
  await using gateway = await startGateway({
    routes: ['GET /both', 'HEAD /both', 'GET /get'].map(openRoute),
  });
  const head = await sendHead(gateway.port, 'HEAD /both');
  expect(head).toMatchObject({ status: 200, body: '' });
  expect(gateway.events).toMatchObject([
    { routeKey: 'HEAD /both', requestContext: { http: { method: 'HEAD' } } },
  ]);
  expect((await sendHead(gateway.port, 'HEAD /get')).status).toBe(404);
});

test.each(['/m/%', '/m/%zz', '/m/%ff', '/m/%c3', '/m/%c3/%a4', '/nowhere/%'])(
  'malformed percent-encoding in %s is a bad request',
  async (path) => {
    await using gateway = await startGateway({ routes: [openRoute('GET /m/{proxy+}')] });
    const response = await sendHead(gateway.port, `GET ${path}`);
    expect(response).toMatchObject({ status: 400, body: '{"message":"Bad Request"}' });
    expect(gateway.events).toEqual([]);
  },
);

test.each([
  'GET http://127.0.0.1/m/x',
  'GET m/x',
  'GET /m/x#fragment',
  'OPTIONS *',
  'GET /m/\u00e4',
])('a request target that is no path (%s) is a bad request', async (requestLine) => {
  await using gateway = await startGateway({ routes: [openRoute('ANY /m/{proxy+}')] });
  const response = await sendHead(gateway.port, requestLine);
  expect(response.status).toBe(400);
  expect(response.headers.get('apigw-requestid')).toHaveLength(1);
  expect(gateway.events).toEqual([]);
});

test.each([
  [['$default'], /\$default/],
  [['GET /pets/'], /GET \/pets\//],
  [['GET pets'], /GET pets/],
  [['get /pets'], /get \/pets/],
  [['GET /{proxy+}/toys'], /greedy/],
  [['GET /pets/{id}', 'GET /pets/{name}'], /conflict/],
])('the routes %j are refused', (routeKeys, message) => {
  const create = () =>
    createGateway({
      routes: routeKeys.map(openRoute),
      authorizers: {},
      cors: null,
      handler: async () => null,
    });
  expect(create).toThrow(message);
});

test('a route whose authorizer is not configured is refused', () => {
  const create = () =>
    createGateway({
      routes: [{ routeKey: 'GET /x', authorizer: 'b2b', scopes: ['s'] }],
      authorizers: { b2c: { issuer: 'https://issuer.test', audience: ['c'] } },
      cors: null,
      handler: async () => null,
    });
  expect(create).toThrow("Route 'GET /x': authorizer 'b2b' is not configured.");
});
