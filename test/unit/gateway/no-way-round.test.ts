import { request } from 'node:http';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sendHead, startGateway, startTime } from './fixture.ts';
import { startIssuer } from './issuer.ts';

const routeScope = 'B2CIdentifier/ManageChristmasMarkets';
const protectedRoute = [
  'GET /v1/b2c/christmas-markets/user/{userId}',
  'PATCH /v1/b2c/christmas-markets/{marketId}/user/{userId}',
  'ANY /trpc/b2c/{proxy+}',
];
const publicRoute = ['GET /v1/cities', 'GET /open/{proxy+}', 'GET /health'];

const routes = [
  ...protectedRoute.map((routeKey) => ({
    routeKey,
    authorizer: 'b2c' as const,
    scopes: [routeScope],
  })),
  ...publicRoute.map((routeKey) => ({ routeKey, authorizer: null, scopes: [] })),
];

const allMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

const segment = fc.oneof(
  fc.constantFrom('v1', 'b2c', 'christmas-markets', 'user', 'trpc', 'open', 'cities', 'health'),
  fc.constantFrom('', '.', '..', '%2e%2e', '..%2f', '%2F', '%5c', '%00', '%252e', ';', '%3F', 'V1'),
  fc.constantFrom('%74rpc', 'TRPC', 'user%2Fme', 'v1%2fb2c', '%', '%zz', 'me', '*', '{proxy+}'),
);

const path = fc
  .tuple(
    fc.constantFrom('/trpc/b2c', '/v1/b2c/christmas-markets/user', '/open', '/v1/cities', ''),
    fc.array(segment, { maxLength: 4 }),
    fc.constantFrom('', '/', '?x=1', '?access_token=t', '?/trpc/b2c/x'),
  )
  .map(([start, segments, end]) => `${[start, ...segments].join('/') || '/'}${end}`)
  .filter((target) => target.startsWith('/'));

const header = fc.constantFrom<[string, string]>(
  ['x-http-method-override', 'GET'],
  ['x-original-url', '/health'],
  ['x-rewrite-url', '/health'],
  ['x-forwarded-host', 'localhost'],
  ['x-amzn-oidc-identity', 'applicant'],
  ['cookie', 'authorization=t'],
);

const preflightHeaders: [string, string][] = [
  ['origin', 'http://localhost:5173'],
  ['access-control-request-method', 'GET'],
];

test('without a valid token no path and no method reaches a route with an authorizer', async () => {
  await using issuer = await startIssuer();
  const claims = {
    iss: issuer.issuer,
    client_id: 'client',
    scope: routeScope,
    exp: startTime / 1000 + 60,
  };
  const tokens = [
    undefined,
    'Bearer',
    'Bearer null',
    `Bearer ${await issuer.sign({ ...claims, exp: 1 })}`,
    `Bearer ${await issuer.sign({ ...claims, scope: 'openid' })}`,
    `Bearer ${await issuer.sign({ ...claims, client_id: 'other' })}`,
  ];
  await using gateway = await startGateway({
    routes,
    authorizers: { b2c: { issuer: issuer.issuer, audience: ['client'] } },
    cors: {
      allowOrigins: ['http://localhost:5173'],
      allowMethods: ['*'],
      allowHeaders: ['*'],
    },
  });

  // So that the rest means something: the same routes are open to a valid token.
  const valid = `Authorization: Bearer ${await issuer.sign(claims)}`;
  expect((await sendHead(gateway.port, 'GET /trpc/b2c/x', [valid])).status).toBe(200);
  gateway.events.length = 0;

  const statuses = new Set<number>();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...allMethods),
      path,
      fc.constantFrom(...tokens),
      fc.oneof(fc.array(header, { maxLength: 2 }), fc.constant(preflightHeaders)),
      async (method, target, authorization, headers) => {
        const status = await send(gateway.port, method, target, {
          ...Object.fromEntries(headers),
          ...(authorization && { authorization }),
        });
        statuses.add(status);
        const reached = gateway.events.splice(0).map(({ routeKey }) => routeKey);
        expect(publicRoute).toEqual(expect.arrayContaining(reached));
        expect(reached).toHaveLength(status === 200 ? 1 : 0);
      },
    ),
    { numRuns: 1_000 },
  );
  // The paths went everywhere: to open routes, to authorizers, to scopes and to nothing.
  expect([...statuses].sort()).toEqual([200, 204, 400, 401, 403, 404]);
});

function send(
  port: number,
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
    })
      .once('error', reject)
      .end();
  });
}
