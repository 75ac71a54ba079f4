import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createGateway } from '../../local/gateway/gateway.ts';
import { b2cProcedure, type Meta, router } from '../../server/contract/procedures.ts';
import { createContract, contract as product } from '../../server/contract/routes.ts';
import { createCorsConfiguration } from '../../server/deployment/cors.ts';
import { createDocument } from '../../server/openapi/document.ts';
import { member, parseJson } from '../openapi/json.ts';
import { createTestHandler } from '../security/doors.ts';
import { useStack } from '../use-stack.ts';

const output = z.object({ fine: z.boolean().meta({ examples: [true] }) });

/** A contract in which one operation is on its way out, another sooner, and one stays. */
const procedures = {
  old: b2cProcedure
    .meta({ deprecation: { since: '2026-12-31', sunset: '2027-06-30' }, openapi: toMeta('old') })
    .input(z.strictObject({ fail: z.literal('no').optional() }))
    .output(output)
    .query(() => ({ fine: true })),
  older: b2cProcedure
    .meta({ deprecation: { since: '2026-06-30', sunset: '2027-01-31' }, openapi: toMeta('older') })
    .input(z.strictObject({}))
    .output(output)
    .query(() => ({ fine: true })),
  current: b2cProcedure
    .meta({ openapi: toMeta('current') })
    .input(z.strictObject({}))
    .output(output)
    .query(() => ({ fine: true })),
};
const contract = createContract({
  public: router({}),
  b2c: router(procedures),
  b2b: router({}),
});
const headersOfOld = {
  deprecation: '@1798675200',
  sunset: 'Wed, 30 Jun 2027 00:00:00 GMT',
  link: '</docs>; rel="deprecation"; type="text/html"',
};
const none = { deprecation: null, sunset: null, link: null };

const stack = useStack();
let gateway: { url: string; close(): Promise<void> };
let authorization: string;
beforeAll(async () => {
  authorization = `Bearer ${(await stack.applicant('deprecation')).token}`;
  gateway = await createGateway({
    routes: [...contract.operations.values(), ...contract.mounts.values()],
    authorizers: {
      b2c: { issuer: stack.outputs.issuer, audience: [stack.outputs.b2cClientId] },
      b2b: { issuer: stack.outputs.b2bIssuer, audience: ['nobody'] },
    },
    cors: createCorsConfiguration({ allowOrigins: ['https://markets.example'] }),
    handler: createTestHandler(stack, { contract }),
  }).listen(0);
});
afterAll(() => gateway.close());

describe('a deprecated operation', () => {
  it.each([
    ['succeeds', '/v1/b2c/old', 200, headersOfOld],
    ['refuses', '/v1/b2c/old?fail=yes', 400, headersOfOld],
    ['succeeds over tRPC', '/trpc/b2c/old?input={}', 200, headersOfOld],
    ['refuses over tRPC', '/trpc/b2c/old?input={"fail":1}', 400, headersOfOld],
  ])('says when it stops where it %s', async (_, target, status, expected) => {
    const answer = await ask(target);
    expect([answer.status, deprecationOf(answer)]).toEqual([status, expected]);
  });

  it('in a batch is that of the operation with the earliest sunset', async () => {
    const answer = await ask('/trpc/b2c/current,old,older?batch=1&input={"0":{},"1":{},"2":{}}');
    expect(deprecationOf(answer)).toMatchObject({
      deprecation: '@1782777600',
      sunset: 'Sun, 31 Jan 2027 00:00:00 GMT',
    });
  });

  it('is not sent for other operations', async () => {
    expect(deprecationOf(await ask('/v1/b2c/current'))).toEqual(none);
    expect(deprecationOf(await ask('/trpc/b2c/current?input={}'))).toEqual(none);
  });

  it('is exposed to pages of other origins', async () => {
    const answer = await ask('/v1/b2c/old', { origin: 'https://markets.example' });
    const exposed = answer.headers.get('access-control-expose-headers')?.split(',');
    expect(exposed).toEqual(expect.arrayContaining(['deprecation', 'sunset', 'link']));
  });

  it('is marked in the document, with its headers', () => {
    const paths = member(parseJson(createDocument(contract)), 'paths');
    const old = member(member(paths, '/v1/b2c/old'), 'get');
    expect(old).toMatchObject({
      deprecated: true,
      description:
        'What it does.\n\n**Deprecated** since 2026-12-31. It will be removed on 2027-06-30.',
    });
    const headers = member(member(member(old, 'responses'), '200'), 'headers');
    expect(Object.keys(headers)).toEqual(expect.arrayContaining(['Deprecation', 'Sunset']));
    expect(member(member(paths, '/v1/b2c/current'), 'get')).not.toHaveProperty('deprecated');
  });

  it('is at least six months before the sunset', () => {
    for (const { routeKey, meta } of product.operations.values()) {
      if (meta.deprecation === undefined) continue;
      const { since, sunset } = meta.deprecation;
      const days = (Date.parse(sunset) - Date.parse(since)) / 86_400_000;
      expect([routeKey, days >= 181]).toEqual([routeKey, true]);
    }
  });
});

function toMeta(name: string): Meta['openapi'] & object {
  return {
    method: 'GET',
    path: `/v1/b2c/${name}`,
    operationId: name,
    summary: 'What it does',
    tags: ['Applicants'],
  };
}

function ask(target: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(gateway.url + target, { headers: { authorization, ...headers } });
}

function deprecationOf({ headers }: Response) {
  return {
    deprecation: headers.get('deprecation'),
    sunset: headers.get('sunset'),
    link: headers.get('link'),
  };
}
