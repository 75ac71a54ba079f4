import * as z from 'zod';
import { allOf, checkOf, type Policy } from './policy.ts';

/** Public on purpose. Repeated here, so a new public route needs a change in two places. */
const publicRoutes: ReadonlySet<string> = new Set([
  ...[
    '/v1/cities',
    '/v1/cities/{city}/christmas-markets',
    '/health',
    '/openapi.json',
    '/docs',
    '/docs/{proxy+}',
    '/',
  ].flatMap((path) => [`GET ${path}`, `HEAD ${path}`]),
  'GET /trpc/public/{proxy+}',
]);

export const noOpenRoute: Policy = {
  name: 'no-open-route',
  description: 'Every route off the public list demands a token with a scope.',
  check: allOf(
    checkOf(
      'aws:apigatewayv2/route:Route',
      z.object({
        routeKey: z.string(),
        authorizationType: z.string().default('NONE'),
        authorizerId: z.string().optional(),
        authorizationScopes: z.array(z.string()).default([]),
      }),
      ({ routeKey, authorizationType, authorizerId, authorizationScopes }) => {
        if (publicRoutes.has(routeKey)) return [];
        if (authorizationType !== 'JWT' || authorizerId === undefined) {
          return [`${routeKey} lets everyone in: give it an authorizer`];
        }
        // Without a scope the authorizer takes ID tokens, too.
        return authorizationScopes.length === 0
          ? [`${routeKey} takes any token of the issuer: give it a scope`]
          : [];
      },
    ),
    checkOf(
      'aws:apigatewayv2/api:Api',
      z.object({
        target: z.string().optional(),
        routeKey: z.string().optional(),
        credentialsArn: z.string().optional(),
      }),
      (quickCreate) =>
        Object.keys(quickCreate).map(
          (input) => `${input} makes an open route and stage of its own: write a Route and a Stage`,
        ),
    ),
    checkOf('aws:lambda/functionUrl:FunctionUrl', z.object({}), () => [
      'it calls the Lambda without a route: leave it out',
    ]),
  ),
};

export const noCorsForAll: Policy = {
  name: 'no-cors-for-all',
  description: 'Browsers may call the APIs from named origins only.',
  check: checkOf(
    'aws:apigatewayv2/api:Api',
    z.object({
      corsConfiguration: z
        .object({ allowOrigins: z.array(z.string()).default([]) })
        .default({ allowOrigins: [] }),
    }),
    ({ corsConfiguration: { allowOrigins } }) =>
      allowOrigins
        .filter((origin) => origin.includes('*'))
        .map((origin) => `every page of ${origin} may call it: name the origins`),
  ),
};
