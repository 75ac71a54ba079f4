import { describe, expect, it } from 'vitest';
import { assertReachable } from '../../../infra/api/custom-domain.ts';
import { routes } from '../../../server/contract/routes.ts';
import { createCorsConfiguration } from '../../../server/deployment/cors.ts';
import { checkProtection } from '../checks/resources.ts';
import { certificateArn } from '../config-fixture.ts';
import { type Graph, ofType, onlyOf } from '../graph.ts';
import { useGraphs } from './captured.ts';
import { find, referencesOf, toShortName, types } from './references.ts';

const graphs = useGraphs();

/** What anyone may call. Not from the route table, so that nothing gets onto it by accident. */
const getAndHead = (path: string) => [`GET ${path}`, `HEAD ${path}`];
const docs = ['/', '/docs', '/docs/{proxy+}'].flatMap(getAndHead);
const publicRoutes = [
  ...['/health', '/openapi.json', '/v1/cities', '/v1/cities/{city}/christmas-markets'].flatMap(
    getAndHead,
  ),
  'GET /trpc/public/{proxy+}',
];

/** Each route of one API, and which authorizer and scopes are in front of it. */
function toAccess(graph: Graph, api: string) {
  return ofType(graph, types.route)
    .filter((route) => referencesOf(graph, route, 'apiId').includes(api))
    .map((route) => ({
      routeKey: route.inputs.routeKey,
      authorizationType: route.inputs.authorizationType,
      authorizer: referencesOf(graph, route, 'authorizerId')[0] ?? null,
      scopes: route.inputs.authorizationScopes ?? [],
    }))
    .toSorted(byKey);
}

function expectedAccess(stage: string, sides: readonly ('b2c' | 'b2b')[]) {
  return routes
    .filter(({ authorizer }) => authorizer === null || sides.includes(authorizer))
    .map(({ routeKey, authorizer, scopes }) => ({
      routeKey,
      authorizationType: authorizer === null ? 'NONE' : 'JWT',
      authorizer: authorizer && `${stage}-${authorizer}`,
      scopes: [...scopes],
    }))
    .toSorted(byKey);
}

function byKey(one: { routeKey: unknown }, other: { routeKey: unknown }): number {
  return String(one.routeKey) < String(other.routeKey) ? -1 : 1;
}

describe('routes', () => {
  it('are those of the route table, each behind its authorizer', () => {
    expect(toAccess(graphs.shared, 'api')).toEqual(expectedAccess('api-stage', ['b2c', 'b2b']));
  });

  it('are divided between the two APIs where the topology is split', () => {
    expect(toAccess(graphs.split, 'api')).toEqual(expectedAccess('api-stage', ['b2c']));
    expect(toAccess(graphs.split, 'b2b-api')).toEqual(expectedAccess('b2b-api-stage', ['b2b']));
  });

  it('are open to anyone only where they are on the list', () => {
    for (const [access, expected] of [
      [toAccess(graphs.shared, 'api'), [...docs, ...publicRoutes]],
      [toAccess(graphs.split, 'api'), [...docs, ...publicRoutes]],
      [toAccess(graphs.split, 'b2b-api'), [...docs, ...publicRoutes]],
    ] as const) {
      const open = access.filter(
        ({ authorizer, scopes }) => authorizer === null || scopes === null,
      );
      expect(open.map(({ routeKey }) => routeKey)).toEqual(expected.toSorted());
      const guarded = access.filter(({ authorizer }) => authorizer !== null);
      expect(guarded.every(({ scopes }) => Array.isArray(scopes) && scopes.length > 0)).toBe(true);
    }
  });

  it("lead to the Lambda through their own API's integration", () => {
    for (const graph of [graphs.shared, graphs.split]) {
      for (const route of ofType(graph, types.route)) {
        const [api] = referencesOf(graph, route, 'apiId');
        expect(referencesOf(graph, route, 'target')).toEqual([`${api}-stage-lambda`]);
      }
      for (const integration of ofType(graph, types.integration)) {
        expect(integration.inputs).toMatchObject({
          integrationType: 'AWS_PROXY',
          payloadFormatVersion: '2.0',
        });
        expect(referencesOf(graph, integration, 'integrationUri')).toEqual(['function-live']);
      }
    }
  });
});

describe('authorizers', () => {
  const cityHallClients = ['halls-bucharest-1', 'halls-cluj-1', 'halls-iasi-1', 'halls-north-1'];

  function trustOf(graph: Graph, name: string) {
    const authorizer = find(graph, types.authorizer, name);
    expect(authorizer.inputs).toMatchObject({
      authorizerType: 'JWT',
      identitySources: ['$request.header.Authorization'],
    });
    return {
      api: referencesOf(graph, authorizer, 'apiId'),
      trusts: referencesOf(graph, authorizer, 'jwtConfiguration'),
      jwt: authorizer.inputs.jwtConfiguration,
    };
  }

  it('let through the clients of their own side', () => {
    const { shared } = graphs;
    expect(ofType(shared, types.authorizer)).toHaveLength(2);
    expect(trustOf(shared, 'api-stage-b2c')).toEqual({
      api: ['api'],
      trusts: ['applicants', 'users'],
      jwt: { issuer: shared.outputs.issuer, audiences: [shared.outputs.b2cClientId] },
    });
    expect(trustOf(shared, 'api-stage-b2b')).toMatchObject({
      api: ['api'],
      trusts: [...cityHallClients, 'users'],
      jwt: { issuer: shared.outputs.issuer },
    });
  });

  it('trust only the pool of their own API in topology split', () => {
    const { split } = graphs;
    expect(ofType(split, types.authorizer)).toHaveLength(2);
    expect(trustOf(split, 'api-stage-b2c')).toMatchObject({
      api: ['api'],
      trusts: ['applicants', 'users'],
      jwt: { issuer: split.outputs.issuer },
    });
    expect(trustOf(split, 'b2b-api-stage-b2b')).toMatchObject({
      api: ['b2b-api'],
      trusts: ['city-halls', ...cityHallClients],
      jwt: { issuer: split.outputs.b2bIssuer },
    });
    expect(split.outputs.issuer).not.toBe(split.outputs.b2bIssuer);
  });
});

describe('stages', () => {
  it('log every request as JSON, without what a token, a path or a query holds', () => {
    for (const stage of ofType(graphs.split, types.stage)) {
      const short = toShortName(stage);
      expect(referencesOf(graphs.split, stage, 'accessLogSettings')).toEqual([`${short}-access`]);
      const format: unknown = JSON.parse(JSON.stringify(stage.inputs.accessLogSettings));
      expect(format).toMatchObject({ format: expect.stringContaining('"routeKey"') });
      expect(JSON.stringify(format)).not.toMatch(/path|query|authorization|user|header|sub\b/i);
    }
  });

  it('throttle writes and routes without a token lower than reads', () => {
    const { inputs } = onlyOf(graphs.shared, types.stage);
    // Detailed metrics would be paid for, route by route, and nothing reads them.
    expect(inputs.defaultRouteSettings).toEqual({
      throttlingRateLimit: 100,
      throttlingBurstLimit: 200,
    });
    const limited = routes.flatMap(({ routeKey, authorizer }) => {
      if (authorizer === null) {
        return [{ routeKey, throttlingRateLimit: 50, throttlingBurstLimit: 100 }];
      }
      if (/^(GET|HEAD) /.test(routeKey)) return [];
      return [{ routeKey, throttlingRateLimit: 20, throttlingBurstLimit: 40 }];
    });
    expect(limited.map(({ routeKey }) => routeKey)).toContain(
      'GET /v1/cities/{city}/christmas-markets',
    );
    expect(inputs.routeSettings).toEqual(limited);
  });

  it('may call the Lambda, each with a permission of its own', () => {
    for (const permission of ofType(graphs.split, types.permission)) {
      const [api] = toShortName(permission).split('-stage');
      expect(permission.inputs).toMatchObject({ principal: 'apigateway.amazonaws.com' });
      expect(referencesOf(graphs.split, permission, 'sourceArn')).toEqual([api]);
      expect(referencesOf(graphs.split, permission, 'function')).toEqual(['function']);
    }
  });
});

describe('APIs', () => {
  it('answer only browsers of the configured origins', () => {
    expect(onlyOf(graphs.shared, types.api).inputs.corsConfiguration).toEqual(
      createCorsConfiguration({ allowOrigins: ['http://localhost:5173'] }),
    );
    for (const name of ['api', 'b2b-api']) {
      expect(find(graphs.split, types.api, name).inputs.corsConfiguration).toEqual(
        createCorsConfiguration({ allowOrigins: ['https://markets.example.org'] }),
      );
    }
    expect(find(graphs.full, types.api, 'api').inputs).not.toHaveProperty('corsConfiguration');
  });

  it('tell the Lambda which side they serve, where they serve one', () => {
    const variablesOf = (graph: Graph, name: string) =>
      find(graph, types.stage, name).inputs.stageVariables;
    expect(variablesOf(graphs.split, 'api-stage')).toEqual({ side: 'b2c' });
    expect(variablesOf(graphs.split, 'b2b-api-stage')).toEqual({ side: 'b2b' });
    expect(variablesOf(graphs.shared, 'api-stage')).toEqual({});
  });

  it('answer only at their custom domains, if these are configured', () => {
    const graph = graphs.full;
    const disabled = ['api', 'b2b-api'].map(
      (name) => find(graph, types.api, name).inputs.disableExecuteApiEndpoint,
    );
    expect(disabled).toEqual([true, false]);
  });

  it('answer at their own domains, where they have any', () => {
    const graph = graphs.full;
    for (const domain of ofType(graph, types.domain)) {
      expect(domain.inputs).not.toHaveProperty('mutualTlsAuthentication');
      expect(domain.inputs.domainNameConfiguration).toMatchObject({ securityPolicy: 'TLS_1_2' });
    }
    const mapping = find(graph, types.mapping, 'b2b-api-stage-halls.example.org-mapping');
    expect(referencesOf(graph, mapping, 'apiId')).toEqual(['b2b-api']);
    expect(referencesOf(graph, mapping, 'domainName')).toEqual([
      'b2b-api-stage-halls.example.org-domain',
    ]);
    expect(ofType(graph, types.record).map(toShortName).toSorted()).toEqual([
      'api-stage-api.example.org-alias',
      'api-stage-former.example.org-alias',
      'users-sign-in-alias',
    ]);
    expect(ofType(graph, types.domain)).toHaveLength(3);
    expect(graph.outputs).toMatchObject({
      apiUrl: 'https://api.example.org',
      b2bApiUrl: 'https://halls.example.org',
    });
    expect(onlyOf(graph, types.function).inputs.environment).toMatchObject({
      variables: { API_URL: 'https://api.example.org', B2B_API_URL: 'https://halls.example.org' },
    });
  });
});

describe('custom domains', () => {
  it('are protected with mapping and record, and one that is not is reported', () => {
    expect(checkProtection(graphs.full, true)).toEqual([]);
    for (const type of [types.domain, types.mapping, types.record]) {
      const graph = structuredClone(graphs.full);
      const [first] = ofType(graph, type);
      if (first !== undefined) first.protect = false;
      expect(checkProtection(graph, true)).toEqual([`${first?.name}: protect is false`]);
    }
  });

  it('are created without another way to the API only with their DNS record', () => {
    const created = {
      domainName: 'api.example.org',
      certificateArn,
      disableExecuteApiEndpoint: true,
    };
    expect(() => assertReachable(created)).toThrow(
      'api.example.org does not exist yet, and with disableExecuteApiEndpoint no caller',
    );
    assertReachable({ ...created, hostedZoneId: 'Z0123456789ABCDEFGHIJ' });
    assertReachable({ ...created, disableExecuteApiEndpoint: false });
    for (const domain of ofType(graphs.full, types.domain)) {
      expect(domain.beforeCreate).toEqual([expect.stringContaining('-must-work')]);
    }
  });
});
