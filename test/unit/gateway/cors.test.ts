import { expect, test } from 'vitest';
import type { CorsConfiguration } from '../../../local/gateway/cors.ts';
import { createGateway } from '../../../local/gateway/gateway.ts';
import { openRoute, type RawResponse, sendHead, startGateway } from './fixture.ts';

const appOrigin = 'http://localhost:5173';
const corsSettings: CorsConfiguration = {
  allowOrigins: [appOrigin, 'https://markets.example'],
  allowMethods: ['GET', 'PATCH'],
  allowHeaders: ['authorization', 'content-type'],
  exposeHeaders: ['apigw-requestid'],
  maxAge: 300,
  allowCredentials: true,
};

function startWithCors(cors: CorsConfiguration | null = corsSettings) {
  return startGateway({
    routes: [openRoute('GET /m'), { routeKey: 'PATCH /m', authorizer: 'b2c', scopes: ['s'] }],
    authorizers: { b2c: { issuer: 'http://127.0.0.1:1', audience: ['c'] } },
    cors,
    handler: async () => ({
      statusCode: 200,
      headers: { 'Access-Control-Allow-Origin': 'https://of-the-lambda.example', 'x-own': '1' },
    }),
  });
}

function corsHeadersOf({ headers }: RawResponse) {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));
}

const preflightHeaders = ['Access-Control-Request-Method: PATCH'];

test.each(['/m', '/nowhere', '/m?x'])(
  'the gateway itself answers a preflight to %s',
  async (path) => {
    await using gateway = await startWithCors();
    const response = await sendHead(gateway.port, `OPTIONS ${path}`, [
      `Origin: ${appOrigin}`,
      ...preflightHeaders,
    ]);
    expect(response).toMatchObject({ status: 204, body: '' });
    expect(response.headers.get('apigw-requestid')).toHaveLength(1);
    expect(corsHeadersOf(response)).toEqual({
      'access-control-allow-credentials': ['true'],
      'access-control-allow-headers': ['authorization,content-type'],
      'access-control-allow-methods': ['GET,PATCH'],
      'access-control-allow-origin': [appOrigin],
      'access-control-max-age': ['300'],
    });
    expect(gateway.events).toEqual([]);
  },
);

test.each([
  ['an allowed origin', [`Origin: ${appOrigin}`]],
  ['another origin', ['Origin: http://localhost:5174']],
  ['no origin', []],
])('a cache must not mix the answers for two origins: vary, with %s', async (_name, origin) => {
  await using gateway = await startGateway({
    routes: [openRoute('GET /m'), openRoute('GET /plain')],
    cors: corsSettings,
    handler: async (event) => ({
      statusCode: 200,
      headers: event.routeKey === 'GET /m' ? { Vary: 'accept-encoding' } : {},
    }),
  });
  const varyOf = async (request: string, headers: string[] = []) =>
    (await sendHead(gateway.port, request, [...origin, ...headers])).headers.get('vary');
  expect(await varyOf('GET /m')).toEqual(['accept-encoding, origin']);
  expect(await varyOf('GET /plain')).toEqual(['origin']);
  if (origin.length > 0) expect(await varyOf('OPTIONS /m', preflightHeaders)).toEqual(['origin']);
});

test('the answers are the same for every origin with a wildcard, so they do not vary', async () => {
  const cors = { ...corsSettings, allowOrigins: ['*'], allowCredentials: false };
  await using gateway = await startWithCors(cors);
  const { headers } = await sendHead(gateway.port, 'GET /m', [`Origin: ${appOrigin}`]);
  expect(headers.has('vary')).toBe(false);
});

test.each([
  ['another origin', 'http://localhost:5174'],
  ['a longer one', `${appOrigin}0`],
  ['one in another case', appOrigin.toUpperCase()],
  ['null', 'null'],
])('%s gets no CORS header', async (_name, origin) => {
  await using gateway = await startWithCors();
  const preflight = await sendHead(gateway.port, 'OPTIONS /m', [
    `Origin: ${origin}`,
    ...preflightHeaders,
  ]);
  expect(preflight.status).toBe(204);
  expect(corsHeadersOf(preflight)).toEqual({});
  const answer = await sendHead(gateway.port, 'GET /m', [`Origin: ${origin}`]);
  expect(answer.status).toBe(200);
  expect(corsHeadersOf(answer)).toEqual({});
});

test.each([
  ['no Origin', preflightHeaders],
  ['no Access-Control-Request-Method', [`Origin: ${appOrigin}`]],
])('OPTIONS with %s is a request like any other', async (_name, headers) => {
  await using gateway = await startWithCors();
  expect((await sendHead(gateway.port, 'OPTIONS /m', headers)).status).toBe(404);
});

test("the configuration's headers stand in the place of the Lambda's", async () => {
  await using gateway = await startWithCors();
  const response = await sendHead(gateway.port, 'GET /m', [`Origin: ${appOrigin}`]);
  expect(corsHeadersOf(response)).toEqual({
    'access-control-allow-credentials': ['true'],
    'access-control-allow-origin': [appOrigin],
    'access-control-expose-headers': ['apigw-requestid'],
  });
  expect(response.headers.get('x-own')).toEqual(['1']);
});

test('without an Origin there is no CORS header', async () => {
  await using gateway = await startWithCors();
  expect(corsHeadersOf(await sendHead(gateway.port, 'GET /m'))).toEqual({});
});

// A guess, not AWS's word: see the assumptions.
test.each([
  ['PATCH /m', 401],
  ['GET /nowhere', 404],
])("the gateway's own answer to %s bears no CORS header", async (requestLine, status) => {
  await using gateway = await startWithCors();
  const response = await sendHead(gateway.port, requestLine, [`Origin: ${appOrigin}`]);
  expect(response.status).toBe(status);
  expect(corsHeadersOf(response)).toEqual({});
});

test('any origin, without credentials', async () => {
  await using gateway = await startWithCors({
    allowOrigins: ['*'],
    allowMethods: ['*'],
    allowHeaders: ['*'],
  });
  const response = await sendHead(gateway.port, 'GET /m', ['Origin: https://any.example']);
  expect(corsHeadersOf(response)).toEqual({ 'access-control-allow-origin': ['*'] });
});

test("without a configuration the Lambda's headers stay, and preflight needs a route", async () => {
  await using gateway = await startWithCors(null);
  const answer = await sendHead(gateway.port, 'GET /m', [`Origin: ${appOrigin}`]);
  expect(corsHeadersOf(answer)).toEqual({
    'access-control-allow-origin': ['https://of-the-lambda.example'],
  });
  const preflight = await sendHead(gateway.port, 'OPTIONS /m', [
    `Origin: ${appOrigin}`,
    ...preflightHeaders,
  ]);
  expect(preflight.status).toBe(404);
});

test("'*' together with credentials is refused", () => {
  const create = () =>
    createGateway({
      routes: [],
      authorizers: {},
      cors: { ...corsSettings, allowOrigins: [appOrigin, '*'] },
      handler: async () => null,
    });
  expect(create).toThrow(/allowCredentials/);
});
