import { expect, test } from 'vitest';
import { openRoute, sendHead, startGateway } from './fixture.ts';

const textType = 'text/plain; charset=utf-8';
const jsonContentType = 'application/json';

test.each([
  [{ statusCode: 200, body: 'hi' }, 200, textType, 'hi'],
  [{ statusCode: 201 }, 201, textType, ''],
  [{ statusCode: 404, headers: { 'Content-Type': 'a/b' }, body: '<>' }, 404, 'a/b', '<>'],
  [{ statusCode: 200, body: 'aMOk', isBase64Encoded: true }, 200, textType, 'h\u00e4'],
  [{ statusCode: 200, body: 'aMOk', isBase64Encoded: false }, 200, textType, 'aMOk'],
  [{ statusCode: 200, body: null, headers: null, cookies: null }, 200, textType, ''],
  [{ message: 'hi' }, 200, jsonContentType, '{"message":"hi"}'],
  [
    { body: 'hi', headers: { 'x-a': 'b' } },
    200,
    jsonContentType,
    '{"body":"hi","headers":{"x-a":"b"}}',
  ],
  [[1, 2], 200, jsonContentType, '[1,2]'],
  ['Hello', 200, jsonContentType, 'Hello'],
])('the Lambda response %j', async (result, status, contentType, body) => {
  await using gateway = await startGateway({
    routes: [openRoute('GET /m')],
    handler: async () => result,
  });
  const response = await fetch(`${gateway.url}/m`);
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe(contentType);
  expect(response.headers.get('apigw-requestid')).toMatch(/^[\w+/]{15}=$/);
  expect(await response.text()).toBe(body);
  expect(gateway.entries).toMatchObject([{ status }]);
});

const circular: Record<string, unknown> = {};
circular.self = circular;

test.each([
  ['statusCode 0', { statusCode: 0 }],
  ['a statusCode as text', { statusCode: '200' }],
  ['a fraction', { statusCode: 200.5 }],
  ['a status that HTTP does not have', { statusCode: 99_999 }],
  ['statusCode null', { statusCode: null }],
  ['a body that is no text', { statusCode: 200, body: { a: 1 } }],
  ['headers that are no object', { statusCode: 200, headers: ['a'] }],
  ['a header with two values', { statusCode: 200, headers: { a: ['b', 'c'] } }],
  ['a header with a line break', { statusCode: 200, headers: { a: 'b\r\nset-cookie: x=1' } }],
  ['a bad header name', { statusCode: 200, headers: { 'a b': 'c' } }],
  ['cookies that are no list', { statusCode: 200, cookies: 'a=b' }],
  ['what JSON cannot carry', circular],
  ['more than 6 MB', { statusCode: 200, body: 'x'.repeat(6 * 1024 * 1024) }],
])('a bad Lambda response, %s, is a 500', async (_name, result) => {
  await using gateway = await startGateway({
    routes: [openRoute('GET /m')],
    handler: async () => result,
  });
  const response = await sendHead(gateway.port, 'GET /m');
  expect(response).toMatchObject({ status: 500, body: '{"message":"Internal Server Error"}' });
  expect(response.headers.get('content-type')).toEqual(['application/json']);
  expect(response.headers.get('apigw-requestid')).toHaveLength(1);
  expect(response.headers.has('set-cookie')).toBe(false);
});

test.each([
  ['rejects', () => Promise.reject(new Error('secret'))],
  [
    'throws',
    () => {
      throw new Error('secret');
    },
  ],
])('a handler that %s is a 500, its error only in the log', async (_name, handler) => {
  await using gateway = await startGateway({ routes: [openRoute('GET /m')], handler });
  const response = await sendHead(gateway.port, 'GET /m');
  expect(response).toMatchObject({ status: 500, body: '{"message":"Internal Server Error"}' });
  expect(gateway.entries).toMatchObject([{ status: 500, error: new Error('secret') }]);
});

test('headers are in lower case, cookies are separate, and headers of the connection are left out', async () => {
  await using gateway = await startGateway({
    routes: [openRoute('GET /m')],
    handler: async () => ({
      statusCode: 200,
      headers: { 'X-Number': 1, 'X-Bool': true, 'Content-Length': 999, Connection: 'upgrade' },
      cookies: ['a=1; Path=/', 'b=2'],
      body: 'hi',
    }),
  });
  const response = await sendHead(gateway.port, 'GET /m');
  expect(response.body).toBe('hi');
  expect(Object.fromEntries(response.headers)).toEqual({
    'apigw-requestid': [expect.any(String)],
    connection: ['close'],
    'content-length': ['2'],
    'content-type': [textType],
    date: [expect.any(String)],
    'set-cookie': ['a=1; Path=/', 'b=2'],
    'x-bool': ['true'],
    'x-number': ['1'],
  });
});

test('a 204 has no body', async () => {
  await using gateway = await startGateway({
    routes: [openRoute('DELETE /m')],
    handler: async () => ({ statusCode: 204, body: 'ignored' }),
  });
  const response = await sendHead(gateway.port, 'DELETE /m');
  expect(response).toMatchObject({ status: 204, body: '' });
  expect(response.headers.has('content-length')).toBe(false);
});
