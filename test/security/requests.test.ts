import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { maxBodyBytes } from '../../server/http/request.ts';
import { createRequest, type HttpRequest, send, transports } from '../api-client.ts';
import type { Applicant } from '../fixture.ts';
import { useStack } from '../use-stack.ts';
import { content, type Market, submitMarket } from './markets.ts';
import { expectRefusal } from './refusals.ts';

// Errors in the form of a request, not in a value.

const stack = useStack();
let ada: Applicant;
let cluj: string;
let market: Market;
let before: unknown;

beforeAll(async () => {
  ada = await stack.applicant('ada');
  cluj = await stack.cityHall('cluj');
  market = await submitMarket(stack, ada);
  before = await stack.stored();
});
afterEach(async () => expect(await stack.stored()).toEqual(before));

const rest = (method: string, target: string, body?: unknown): HttpRequest => ({
  method,
  origin: stack.outputs.apiUrl,
  target,
  headers: {
    authorization: `Bearer ${target.includes('b2b') ? cluj : ada.token}`,
    ...(body !== undefined && { 'content-type': 'application/json' }),
  },
  ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
});

/** The names of the procedures that ran or refused after the first `count` log lines. */
const proceduresSince = (count: number) =>
  stack.logged.slice(count).map((line) => JSON.parse(line).procedure);

describe('20: an id', () => {
  const badIds = [
    '..%2f',
    '..%2f..%2fv1%2fcities',
    '%2e%2e',
    '..',
    '.',
    '%00',
    '%252e%252e%252f',
    '%3F',
    '%3Flimit=1',
    '%23',
    ';',
    '%5c',
    '*',
    '%7B%7D',
    'me',
    'null',
    '0',
    '__proto__',
    'constructor',
  ];

  it.each([
    ...badIds.map((id): [string, () => string] => [id, () => id]),
    ['the UUID in braces', () => `%7B${market.marketId}%7D`],
    ['the UUID and a space', () => `${market.marketId}%20`],
    ['the UUID and a line feed', () => `${market.marketId}%0A`],
    ['a UUID of version 1', () => '2c1d43b8-e6d7-11e5-9730-9a79f06e9478'],
    ['a UUID of version 6', () => '1ec9414c-232a-6b00-b3c8-9f6bdeced846'],
    ['a UUID of another variant', () => '5a0d3f0e-9a1c-4c57-ca53-3f0b8f4f2d11'],
    ['the nil UUID', () => '00000000-0000-0000-0000-000000000000'],
  ])('%s is 400 or 404 as a market, and reaches no other route', async (_title, toId) => {
    const count = stack.logged.length;
    for (const [method, side, procedure, body] of [
      ['GET', 'b2c', 'markets.get', undefined],
      ['PATCH', 'b2c', 'markets.edit', { revision: market.revision, marketName: 'x' }],
      ['DELETE', 'b2c', 'markets.withdraw', undefined],
      ['GET', 'b2b', 'markets.get', undefined],
      ['PATCH', 'b2b', 'markets.decide', { revision: market.revision, approved: true }],
    ] as const) {
      const user = side === 'b2b' ? ada.userId : 'me';
      const target = `/v1/${side}/christmas-markets/${toId()}/user/${user}`;
      const answer = await send(rest(method, target, body));
      expect(answer).toMatchObject({ status: 400, code: 'INVALID_INPUT' });
      expect(proceduresSince(count).at(-1)).toBe(procedure);
    }
    expect(proceduresSince(count)).toHaveLength(5);
    expect(await stack.stored()).toEqual(before);
  });

  it.each(badIds)('%s is 400 as the user of a decision, and reaches no other route', async (id) => {
    const count = stack.logged.length;
    const body = { revision: market.revision, approved: true };
    const target = `/v1/b2b/christmas-markets/${market.marketId}/user/${id}`;
    const answer = await send(rest('PATCH', target, body));
    expectRefusal(answer, 'rest', { status: 400, code: 'INVALID_INPUT' });
    expect(proceduresSince(count)).toEqual(['markets.decide']);
    expect(await stack.stored()).toEqual(before);
  });

  it.each(transports)('that is not a revision is 400 over %s', async (transport) => {
    const toRequest = createRequest(stack.outputs, transport);
    const { userId, marketId, revision } = market;
    for (const bad of [crypto.randomUUID(), '', '0', ' ', null, [revision]]) {
      const key = { userId, marketId, revision: bad };
      for (const request of [
        toRequest('b2c.markets.edit', { ...key, marketName: 'x' }, ada.token),
        toRequest('b2b.markets.decide', { ...key, approved: true }, cluj),
      ]) {
        const answer = await send(request);
        expectRefusal(answer, transport, { status: 400, code: 'INVALID_INPUT' });
        expect(answer.issues).toMatchObject([{ path: 'revision' }]);
      }
    }
    expect(await stack.stored()).toEqual(before);
  });

  it.each([...badIds.filter((id) => id !== 'me'), 'ME', '%6de%20'])(
    '%s is 400 as a user, and reaches no other route',
    async (id) => {
      const count = stack.logged.length;
      const answer = await send(rest('GET', `/v1/b2c/christmas-markets/user/${id}`));
      expect(answer).toMatchObject({ status: 400, code: 'INVALID_INPUT' });
      expect(proceduresSince(count)).toEqual(['markets.list']);
    },
  );

  it('that is the own id in upper case is the own id', async () => {
    const target = `/v1/b2c/christmas-markets/user/${ada.userId.toUpperCase()}`;
    expect((await send(rest('GET', target))).body).toMatchObject({
      items: [{ userId: ada.userId }],
    });
  });

  it.each(['%', '%zz', '%ff', '%c3%28'])(
    'with the encoding %s is 400 at the gateway',
    async (id) => {
      const count = stack.logged.length;
      const answer = await send(rest('GET', `/v1/b2c/christmas-markets/user/${id}`));
      expect(answer).toMatchObject({ status: 400, body: { message: 'Bad Request' } });
      expect(proceduresSince(count)).toEqual([]);
    },
  );

  it('is decoded once, and an encoded id is the same id', async () => {
    const encoded = encodeURIComponent(ada.userId).replaceAll('-', '%2d');
    expect((await send(rest('GET', `/v1/b2c/christmas-markets/user/${encoded}`))).status).toBe(200);
    const twice = encoded.replaceAll('%', '%25');
    expect((await send(rest('GET', `/v1/b2c/christmas-markets/user/${twice}`))).status).toBe(400);
  });

  it('that is invalid is also 400 over tRPC', async () => {
    const toRequest = createRequest(stack.outputs, 'trpc');
    const { userId, marketId, revision } = market;
    for (const id of [
      ...badIds.map(decodeURIComponent),
      '2c1d43b8-e6d7-11e5-9730-9a79f06e9478',
      '1ec9414c-232a-6b00-b3c8-9f6bdeced846',
      '5a0d3f0e-9a1c-4c57-ca53-3f0b8f4f2d11',
      '00000000-0000-0000-0000-000000000000',
    ]) {
      for (const [procedure, input, token] of [
        ['b2c.markets.withdraw', { userId: 'me', marketId: id }, ada.token],
        ['b2c.markets.edit', { userId, marketId: id, revision, marketName: 'x' }, ada.token],
        ['b2b.markets.decide', { userId, marketId: id, revision, approved: true }, cluj],
      ] as const) {
        const answer = await send(toRequest(procedure, input, token));
        expectRefusal(answer, 'trpc', { status: 400, code: 'INVALID_INPUT' });
      }
    }
    for (const id of badIds.map(decodeURIComponent)) {
      const decide = { userId: id, marketId, revision, approved: true };
      const decided = await send(toRequest('b2b.markets.decide', decide, cluj));
      expectRefusal(decided, 'trpc', { status: 400, code: 'INVALID_INPUT' });
      if (id === 'me') continue;
      const listed = await send(toRequest('b2c.markets.list', { userId: id }, ada.token));
      expectRefusal(listed, 'trpc', { status: 400, code: 'INVALID_INPUT' });
    }
    expect(await stack.stored()).toEqual(before);
  });

  it.each(['a,b', '{uuid}', '', '"', `${'a'.repeat(2_000)}`])(
    'as Idempotency-Key %j is 400',
    async (key) => {
      const request = rest('POST', '/v1/b2c/christmas-markets/user/me', content);
      const headers = { ...request.headers, 'idempotency-key': key };
      const answer = await send({ ...request, headers });
      expectRefusal(answer, 'rest', { status: 400, code: 'INVALID_INPUT' });
      expect(await stack.stored()).toEqual(before);
    },
  );

  it('in Idempotency-Key that differs from the one in the body is 400', async () => {
    const marketId = crypto.randomUUID();
    const request = rest('POST', '/v1/b2c/christmas-markets/user/me', { ...content, marketId });
    const headers = { ...request.headers, 'idempotency-key': crypto.randomUUID() };
    const answer = await send({ ...request, headers });
    expectRefusal(answer, 'rest', { status: 400, code: 'INVALID_INPUT' });
    expect(await stack.stored()).toEqual(before);
  });
});

describe('21: a name of the prototype', () => {
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];

  it.each(names)('%s in a body is 400 and pollutes no prototype', async (name) => {
    for (const transport of transports) {
      const polluting = JSON.parse(`{"${name}":{"polluted":true,"marketApproved":true}}`);
      const input = { userId: 'me', ...content, ...polluting };
      const toRequest = createRequest(stack.outputs, transport);
      const answer = await send(toRequest('b2c.markets.submit', input, ada.token));
      expectRefusal(answer, transport, { status: 400, code: 'INVALID_INPUT' });
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(Object({}).polluted).toBeUndefined();
    expect(await stack.stored()).toEqual(before);
  });

  it.each(names)('%s in a query is 400', async (name) => {
    for (const target of [
      `/v1/b2c/christmas-markets/user/me?${name}=1`,
      `/v1/cities?${name}=1`,
      `/trpc/b2c/markets.list?${name}=1`,
    ]) {
      const answer = await send(rest('GET', target));
      expect(answer).toMatchObject({ status: 400, code: 'INVALID_INPUT' });
    }
  });

  it.each(names)('%s in a path is 400, and as a procedure name 404', async (name) => {
    for (const target of [
      `/v1/b2c/christmas-markets/user/${name}`,
      `/v1/b2b/christmas-markets/city/${name}`,
    ]) {
      expect(await send(rest('GET', target))).toMatchObject({ status: 400 });
    }
    for (const procedure of [name, `markets.${name}`, `${name}.list`]) {
      const answer = await send(rest('GET', `/trpc/b2c/${procedure}`));
      expectRefusal(answer, 'trpc', { status: 404, code: 'NOT_FOUND' });
    }
  });

  it('as an additional member of a batch changes no call', async () => {
    const input = encodeURIComponent('{"__proto__":{"1":{"userId":"me"}},"0":{"userId":"me"}}');
    const target = `/trpc/b2c/markets.list,markets.list?batch=1&input=${input}`;
    const answer = await send(rest('GET', target));
    expect(answer.body).toMatchObject([
      { result: { data: { items: [market] } } },
      { error: { data: { code: 'INVALID_INPUT' } } },
    ]);
  });
});

describe.each(transports)('22: over %s', (transport) => {
  const submit = (body: string) => {
    const toRequest = createRequest(stack.outputs, transport);
    return send({ ...toRequest('b2c.markets.submit', { userId: 'me' }, ada.token), body });
  };
  const members = transport === 'trpc' ? { userId: 'me', ...content } : content;
  const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

  it('a body over 64 KiB is 413, and a body of 64 KiB is read', async () => {
    const json = JSON.stringify({ ...members, unknown: 0 });
    const spaces = ' '.repeat(maxBodyBytes - Buffer.byteLength(json));
    const over = await submit(`${json}${spaces} `);
    expectRefusal(over, transport, { status: 413, code: 'PAYLOAD_TOO_LARGE' });
    const read = await submit(`${json}${spaces}`);
    expectRefusal(read, transport, { status: 400, code: 'INVALID_INPUT' });
    expect(await stack.stored()).toEqual(before);
  });

  it.each<[string, string, number]>([
    ['10,000 deep', deep(10_000), 400],
    ['10,000 deep in a value', `{"marketName":${deep(10_000)}}`, 400],
    ['10,000 objects deep', '{"a":'.repeat(10_000) + 1 + '}'.repeat(10_000), 400],
    ['as deep as a body can be', deep(maxBodyBytes / 2), 400],
    ['with 100,000 keys, which no body can hold', manyKeys(100_000), 413],
    ['with as many keys as a body can hold', manyKeys(7_000), 400],
    ['with a name of 60,000 characters', JSON.stringify({ ['k'.repeat(60_000)]: 1 }), 400],
    ['with 30,000 elements', `{"city":[${'0,'.repeat(30_000)}0]}`, 400],
    ['with a number of 60,000 digits', `{"marketAveragePrice":${'9'.repeat(60_000)}}`, 400],
  ])(
    'JSON %s is refused in under a second of CPU time with a short response',
    async (_title, json, status) => {
      const started = process.cpuUsage();
      const answer = await submit(json);
      const { user, system } = process.cpuUsage(started);
      expect((user + system) / 1_000).toBeLessThan(1_000);
      const code = status === 413 ? 'PAYLOAD_TOO_LARGE' : 'INVALID_INPUT';
      expectRefusal(answer, transport, { status, code });
      expect(JSON.stringify(answer.body).length).toBeLessThan(3_000);
      expect(await stack.stored()).toEqual(before);
    },
  );

  it('a query of the maximum size of the gateway gets a short response', async () => {
    const name = 'n'.repeat(8_000);
    const toRequest = createRequest(stack.outputs, transport);
    const request = toRequest('b2c.markets.list', { userId: 'me' }, ada.token);
    const target = `${request.target}${request.target.includes('?') ? '&' : '?'}${name}=1`;
    for (const asked of [target, `${target}&${name}=1`]) {
      const answer = await send({ ...request, target: asked.slice(0, 9_000) });
      expectRefusal(answer, transport, { status: 400, code: 'INVALID_INPUT' });
      expect(JSON.stringify(answer.body).length).toBeLessThan(1_000);
    }
  });
});

describe('23: a query parameter', () => {
  it.each([
    '/v1/b2c/christmas-markets/user/me?limit=1&limit=1',
    '/v1/b2c/christmas-markets/user/me?limit=1&limit=2',
    '/v1/b2c/christmas-markets/user/me?limit=1&%6cimit=2',
    '/v1/b2b/christmas-markets/city/Cluj-Napoca?status=pending&status=approved',
    '/v1/b2b/christmas-markets/city/Cluj-Napoca?city=Ia%C8%99i',
    '/v1/b2c/users/me?cursor=a&cursor=b',
    '/trpc/b2c/markets.list?input=%7B%22userId%22%3A%22me%22%7D&input=%7B%7D',
    '/trpc/b2b/markets.list?batch=1&batch=1&input=%7B%7D',
    '/trpc/b2c/markets.list?batch=1&connectionParams=%7B%7D',
    '/trpc/b2c/markets.list?lastEventId=1',
  ])('that is given twice or unknown is 400: %s', async (target) => {
    const answer = await send(rest('GET', target));
    const transport = target.startsWith('/trpc') ? 'trpc' : 'rest';
    expectRefusal(answer, transport, { status: 400, code: 'INVALID_INPUT' });
  });

  it.each([
    '0',
    '-1',
    '1e9',
    '1000000000',
    'abc',
    '',
    '101',
    '1.5',
    '%201',
    '+1',
    '0x10',
    'NaN',
    '１',
  ])('limit=%s is 400', async (limit) => {
    for (const path of [
      '/v1/b2c/christmas-markets/user/me',
      '/v1/b2b/christmas-markets/city/Cluj-Napoca',
      '/v1/b2c/users/me',
    ]) {
      const answer = await send(rest('GET', `${path}?limit=${encodeURI(limit)}`));
      expectRefusal(answer, 'rest', { status: 400, code: 'INVALID_INPUT' });
      expect(answer.issues).toMatchObject([{ path: 'limit' }]);
    }
  });

  it.each([0, -1, 1e9, 'abc', '10', '', 101, 1.5, null, true, [1]])(
    'as the limit %j over tRPC is 400',
    async (limit) => {
      const toRequest = createRequest(stack.outputs, 'trpc');
      for (const [procedure, input, token] of [
        ['b2c.markets.list', { userId: 'me' }, ada.token],
        ['b2c.users.export', {}, ada.token],
        ['b2b.markets.list', { city: 'Cluj-Napoca' }, cluj],
      ] as const) {
        const answer = await send(toRequest(procedure, { ...input, limit }, token));
        expectRefusal(answer, 'trpc', { status: 400, code: 'INVALID_INPUT' });
        expect(answer.issues).toMatchObject([{ path: 'limit' }]);
      }
    },
  );
});

describe.each(transports)('25: over %s', (transport) => {
  const submit = (body: string | Buffer, headers: Record<string, string> = {}) => {
    const toRequest = createRequest(stack.outputs, transport);
    const request = toRequest('b2c.markets.submit', { userId: 'me' }, ada.token);
    return send({ ...request, headers: { ...request.headers, ...headers }, body });
  };
  const json = JSON.stringify(transport === 'trpc' ? { userId: 'me', ...content } : content);

  it.each([
    '',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'application/xml',
    'application/jsonp',
    'application/json-patch+json',
    'application/problem+json',
    'json',
    'text/json',
    'x, application/json',
    `text/${'x'.repeat(5_000)}`,
  ])('the content type %j is 415', async (type) => {
    const answer = await submit(json, { 'content-type': type });
    expectRefusal(answer, transport, { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
    expect(await stack.stored()).toEqual(before);
  });

  it('a missing content type is 415', async () => {
    const toRequest = createRequest(stack.outputs, transport);
    const { headers, ...request } = toRequest('b2c.markets.submit', { userId: 'me' }, ada.token);
    const { 'content-type': _, ...bare } = headers;
    const answer = await send({ ...request, headers: bare, body: json });
    expectRefusal(answer, transport, { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
    expect(await stack.stored()).toEqual(before);
  });

  it.each<[string, () => [Record<string, unknown>, string]]>([
    ['b2c.markets.edit', () => [{ userId: 'me', marketName: 'Other' }, ada.token]],
    ['b2b.markets.decide', () => [{ userId: ada.userId, approved: true }, cluj]],
  ])('%s has the same rules', async (procedure, of) => {
    const [given, token] = of();
    const { marketId, revision } = market;
    const toRequest = createRequest(stack.outputs, transport);
    const request = toRequest(procedure, { ...given, marketId, revision }, token);
    const headers = { ...request.headers, 'content-type': 'text/plain' };
    const asText = await send({ ...request, headers });
    expectRefusal(asText, transport, { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
    for (const body of ['{', String(request.body).replace('}', ',"revision":"x"}')]) {
      const malformed = await send({ ...request, body });
      expectRefusal(malformed, transport, { status: 400, code: 'MALFORMED_REQUEST' });
    }
    expect(await stack.stored()).toEqual(before);
  });

  it.each(['application/json', 'Application/JSON', 'application/json; charset=utf-8'])(
    'the content type %s is accepted',
    async (type) => {
      // The body is read, and then refused for its content.
      const answer = await submit('{"secret":1}', { 'content-type': type });
      expectRefusal(answer, transport, { status: 400, code: 'INVALID_INPUT' });
    },
  );

  const text = 'top-secret-text';
  it.each([
    '',
    '{',
    `{"${text}`,
    `{"${text}":}`,
    `{'${text}':1}`,
    `{"a":"${text}",}`,
    `${text}`,
    `{"a":NaN,"b":"${text}"}`,
    `{"marketAveragePrice":Infinity}`,
    `{"a":1}{"b":"${text}"}`,
    `{"a":"${text}\n"}`,
    'undefined',
  ])("malformed JSON is 400 without the parser's text: %j", async (body) => {
    const answer = await submit(body);
    expectRefusal(answer, transport, { status: 400, code: 'MALFORMED_REQUEST' });
    const told = JSON.stringify(answer.body);
    expect(told).not.toContain(text);
    expect(told).not.toMatch(/Unexpected|JSON\.parse|position/);
    expect(await stack.stored()).toEqual(before);
  });

  it.each([
    ['with another value', json.replace('{', '{"marketAveragePrice":0,')],
    ['with the same', json.replace('{', '{"city":"Cluj-Napoca",')],
    ['by an escape', json.replace('{', '{"\\u0063ity":"Iași",')],
    ['inside', json.replace('{', '{"a":[{"b" : 1, "b" :2}],')],
  ])('a duplicate name, %s, is 400', async (_title, body) => {
    const answer = await submit(body);
    expectRefusal(answer, transport, { status: 400, code: 'MALFORMED_REQUEST' });
    expect(JSON.stringify(answer.body)).toContain('has a duplicate name');
    expect(await stack.stored()).toEqual(before);
  });

  it.each<[string, Buffer]>([
    ['Latin-1', Buffer.from(json.replace('Târgul', 'T\u00e2rgul'), 'latin1')],
    ['UTF-16', Buffer.from(json, 'utf16le')],
    ['a lone surrogate', Buffer.from(json.replace('Forty', '@')).fill(0xed, 5, 6)],
    [
      'an overlong form',
      Buffer.concat([Buffer.from(json.slice(0, -2)), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')]),
    ],
  ])('a body in %s is 400 and never stored as something else', async (_title, body) => {
    const answer = await submit(body);
    expectRefusal(answer, transport, { status: 400, code: 'MALFORMED_REQUEST' });
    expect(await stack.stored()).toEqual(before);
  });

  it.each(['[]', 'null', '"text"', '5', 'true', '[{"userId":"me"}]'])(
    'the JSON %s, which is not an object, is 400',
    async (body) => {
      const answer = await submit(body);
      expectRefusal(answer, transport, { status: 400, code: 'INVALID_INPUT' });
      expect(await stack.stored()).toEqual(before);
    },
  );
});

describe('25: a tRPC call', () => {
  it('with the wrong method is 405 and changes nothing', async () => {
    const withdraw = { userId: 'me', marketId: market.marketId };
    const input = encodeURIComponent(JSON.stringify(withdraw));
    const got = await send(rest('GET', `/trpc/b2c/markets.withdraw?input=${input}`));
    expectRefusal(got, 'trpc', { status: 405, code: 'METHOD_NOT_SUPPORTED' });
    expect(got.headers.get('allow')).toBe('POST');
    const posted = await send(rest('POST', '/trpc/b2c/markets.list', { userId: 'me' }));
    expectRefusal(posted, 'trpc', { status: 405, code: 'METHOD_NOT_SUPPORTED' });
    expect(await stack.stored()).toEqual(before);
  });

  it('in a batch of queries and mutations is 400 for the whole batch', async () => {
    const body = { 0: { userId: 'me' }, 1: { userId: 'me', marketId: market.marketId } };
    const target = '/trpc/b2c/markets.list,markets.withdraw?batch=1';
    const answer = await send(rest('POST', target, body));
    expectRefusal(answer, 'trpc', { status: 400, code: 'MALFORMED_REQUEST' });
    expect(await stack.stored()).toEqual(before);
  });

  it.each(['trpc-accept', 'accept'])(
    'cannot select another protocol with the header %s',
    async (header) => {
      const input = encodeURIComponent(
        JSON.stringify({ 0: { userId: ada.userId }, 1: { limit: 0 } }),
      );
      const request = rest('GET', `/trpc/b2c/markets.list,markets.list?batch=1&input=${input}`);
      const headers = { ...request.headers, [header]: 'application/jsonl' };
      const answer = await send({ ...request, headers });
      expect(answer.status).toBe(207);
      expect(answer.headers.get('transfer-encoding')).toBeNull();
      expect(answer.body).toMatchObject([
        { result: { data: { items: [market] } } },
        { error: { data: { code: 'INVALID_INPUT', httpStatus: 400 } } },
      ]);
      const alone = { ...rest('GET', '/trpc/b2c/markets.nothing'), headers };
      expectRefusal(await send(alone), 'trpc', { status: 404, code: 'NOT_FOUND' });
    },
  );

  it('with GET and a body or a content type is still a GET', async () => {
    const request = rest('GET', '/trpc/b2c/markets.list?input=%7B%22userId%22%3A%22me%22%7D');
    for (const type of ['application/json', 'multipart/form-data; boundary=x', 'text/plain']) {
      const headers = { ...request.headers, 'content-type': type };
      const answer = await send({ ...request, headers, body: '{"userId":"other"}' });
      expect(answer).toMatchObject({ status: 200, body: { items: [market] } });
    }
  });

  it('with a duplicate name in the input of the query is 400', async () => {
    const input = encodeURIComponent('{"userId":"me","limit":1,"limit":2}');
    const answer = await send(rest('GET', `/trpc/b2c/markets.list?input=${input}`));
    expectRefusal(answer, 'trpc', { status: 400, code: 'MALFORMED_REQUEST' });
  });

  it('with headers that Request does not accept gets the normal response', async () => {
    const request = rest('GET', '/trpc/b2c/markets.list?input=%7B%22userId%22%3A%22me%22%7D');
    const headers = { ...request.headers, 'x-probe': 'a\u00ffb', cookie: 'a=b; c=d' };
    expect((await send({ ...request, headers })).status).toBe(200);
  });
});

function manyKeys(count: number): string {
  return JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [i, 0])));
}
