import { describe, expect, it } from 'vitest';
import { assertNamesKept } from '../../../infra/sign-in/resource-servers.ts';
import { listCityHallScopes } from '../../../server/contract/scopes.ts';
import { docsCallbackPath } from '../../../server/docs/files.ts';
import { cityHallsSchema } from '../../../server/domain/cities.ts';
import { type Graph, isSecret, ofType, onlyOf } from '../graph.ts';
import { manyCities, useGraphs } from './captured.ts';
import { find, referencesOf, toShortName, types } from './references.ts';

const graphs = useGraphs();

describe("the applicants' client", () => {
  it('is public: no secret, only the code flow, and refresh tokens that work once', () => {
    const { inputs } = find(graphs.shared, types.client, 'applicants');
    expect(inputs).toMatchObject({
      generateSecret: false,
      allowedOauthFlows: ['code'],
      allowedOauthScopes: ['openid', 'email', 'B2CIdentifier/ManageChristmasMarkets'],
      logoutUrls: ['http://localhost:5173/'],
      explicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
      refreshTokenRotation: { feature: 'ENABLED' },
      preventUserExistenceErrors: 'ENABLED',
      enableTokenRevocation: true,
    });
  });

  it('returns to the configured URLs, and to the page at /docs, as in the local stack', () => {
    const client = find(graphs.shared, types.client, 'applicants');
    expect(client.inputs.callbackUrls).toEqual([
      'http://localhost:5173/callback',
      `${graphs.shared.outputs.apiUrl}${docsCallbackPath}`,
    ]);
    expect(referencesOf(graphs.shared, client, 'callbackUrls')).toEqual(['api']);
    expect(graphs.shared.outputs.callbackUrls).toEqual(client.inputs.callbackUrls);
    expect(find(graphs.full, types.client, 'applicants').inputs.callbackUrls).toContain(
      `https://api.example.org${docsCallbackPath}`,
    );
  });

  it('has sign-in pages', () => {
    const branding = onlyOf(graphs.shared, types.branding);
    expect(referencesOf(graphs.shared, branding, 'clientId')).toEqual(['applicants']);
    expect(branding.inputs.useCognitoProvidedValues).toBe(true);
  });
});

describe("the city halls' clients", () => {
  const toHalls = (graph: Graph) =>
    ofType(graph, types.client).filter((client) => toShortName(client).startsWith('halls-'));

  it('are machines, each with the scopes of its own cities', () => {
    expect(
      toHalls(graphs.shared)
        .map(({ inputs }) => inputs.allowedOauthScopes)
        .toSorted(),
    ).toEqual([
      ['B2BIdentifier/ApproveChristmasMarkets', 'City/bucuresti'],
      ['B2BIdentifier/ApproveChristmasMarkets', 'City/cluj-napoca'],
      ['B2BIdentifier/ApproveChristmasMarkets', 'City/iasi'],
      ['B2BIdentifier/ApproveChristmasMarkets', 'City/suceava', 'City/botosani'],
    ]);
    for (const { inputs } of toHalls(graphs.shared)) {
      expect(inputs).toMatchObject({
        generateSecret: true,
        allowedOauthFlows: ['client_credentials'],
        explicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      });
      expect(inputs).not.toHaveProperty('callbackUrls');
    }
  });

  it('wait for the resource servers of their scopes', () => {
    const servers = ofType(graphs.shared, types.resourceServer)
      .filter((server) => toShortName(server).startsWith('halls-'))
      .map(({ urn }) => urn);
    expect(servers).toHaveLength(2);
    for (const { dependencies } of toHalls(graphs.shared)) {
      expect(dependencies).toEqual(expect.arrayContaining(servers));
    }
  });

  it('are two while a secret is rotated, and both pass', () => {
    const graph = graphs.full;
    const clients = toHalls(graph).map(toShortName);
    expect(clients).toEqual(expect.arrayContaining(['halls-south-1', 'halls-south-2']));
    const authorizer = find(graph, types.authorizer, 'b2b-api-stage-b2b');
    expect(referencesOf(graph, authorizer, 'jwtConfiguration')).toEqual(
      expect.arrayContaining(['halls-south-1', 'halls-south-2']),
    );
    expect(graph.outputs.cityHalls).toMatchObject([
      { name: 'north' },
      { name: 'south' },
      { name: 'south' },
      { name: 'west' },
    ]);
  });

  it('find their cities in a second resource server beyond 100', () => {
    const offered = ofType(graphs.full, types.resourceServer)
      .filter(({ inputs }) => String(inputs.identifier).startsWith('City'))
      .map(({ inputs: { identifier, scopes } }) => [
        identifier,
        Array.isArray(scopes) && scopes.length,
      ])
      .toSorted();
    expect(offered).toEqual([
      ['City', 100],
      ['City2', 20],
    ]);
    const halls = cityHallsSchema.parse(manyCities);
    const scopes = halls.map((hall) => listCityHallScopes(hall, halls));
    const toScopes = (name: string) =>
      find(graphs.full, types.client, name).inputs.allowedOauthScopes;
    expect(['halls-north-1', 'halls-south-1', 'halls-west-1'].map(toScopes)).toEqual(scopes);
    expect(scopes[2]).toContain('City2/west-39');
  });

  it('keep their scopes beyond 100 cities when a hall comes at the end', () => {
    const cities = Array.from({ length: 40 }, (_, index) => `east ${index}`);
    const halls = cityHallsSchema.parse(manyCities);
    const more = cityHallsSchema.parse([...manyCities, { name: 'east', cities }]);
    const scopesAmong = (all: typeof halls) => halls.map((hall) => listCityHallScopes(hall, all));
    expect(scopesAmong(more)).toEqual(scopesAmong(halls));
  });
});

describe('the name of a deployed city', () => {
  const deployed = () => find(graphs.shared, types.resourceServer, 'halls-City').inputs;
  const citiesOf = (...cities: unknown[]) =>
    cityHallsSchema.parse([{ name: 'all', cities }]).flatMap((hall) => hall.cities);

  it('is checked before every update of a resource server of cities', () => {
    for (const graph of [graphs.shared, graphs.full]) {
      for (const { inputs, beforeUpdate } of ofType(graph, types.resourceServer)) {
        const cityServer = String(inputs.identifier).startsWith('City');
        expect(beforeUpdate).toEqual(
          cityServer ? [expect.stringMatching(/-halls-keep-city-names$/)] : [],
        );
      }
    }
  });

  it('may not change: the stored markets would be in no list', () => {
    expect(() => assertNamesKept(deployed(), citiesOf('Iasi', 'BUCUREŞTI'))).toThrow(
      'cityHalls: "BUCUREŞTI" is deployed as "București": write "București"; "Iasi" is deployed as "Iași": write "Iași". Markets are stored under the name of their city',
    );
    const respelled = citiesOf({ name: 'Jassy', key: 'iasi' });
    expect(() => assertNamesKept(deployed(), respelled)).toThrow('"Jassy" is deployed as "Iași"');
  });

  it('stays the same when cities are added, removed or get another city hall', () => {
    const cities = citiesOf('Timișoara', 'Iași', 'București');
    expect(() => assertNamesKept(deployed(), cities)).not.toThrow();
  });
});

describe('user pools', () => {
  it('want e-mail addresses and good passwords', () => {
    for (const graph of [graphs.shared, graphs.split]) {
      for (const { inputs } of ofType(graph, types.userPool)) {
        expect(inputs).toMatchObject({
          userPoolTier: 'ESSENTIALS',
          usernameAttributes: ['email'],
          passwordPolicy: {
            minimumLength: 12,
            requireLowercase: true,
            requireUppercase: true,
            requireNumbers: true,
            requireSymbols: true,
            temporaryPasswordValidityDays: 7,
          },
        });
      }
    }
  });

  it('want a second factor of people where that is configured, and offer none that cannot be set up', () => {
    const toMfa = (graph: Graph, name: string) => {
      const { mfaConfiguration, softwareTokenMfaConfiguration } = find(
        graph,
        types.userPool,
        name,
      ).inputs;
      return [mfaConfiguration, softwareTokenMfaConfiguration];
    };
    expect(toMfa(graphs.shared, 'users')).toEqual(['OFF', undefined]);
    expect(toMfa(graphs.full, 'users')).toEqual(['ON', { enabled: true }]);
    expect(toMfa(graphs.full, 'city-halls')).toEqual(['OFF', undefined]);
  });

  it('allow sign-up to applicants, and not in the pool of machines', () => {
    const mayNot = ofType(graphs.split, types.userPool).map((pool) => [
      toShortName(pool),
      pool.inputs.adminCreateUserConfig,
    ]);
    expect(Object.fromEntries(mayNot)).toEqual({
      users: { allowAdminCreateUserOnly: false },
      'city-halls': { allowAdminCreateUserOnly: true },
    });
  });

  it('have their own clients and resource servers where the topology is split', () => {
    const poolOf = (type: string, name: string) =>
      referencesOf(graphs.split, find(graphs.split, type, name), 'userPoolId');
    expect(poolOf(types.client, 'applicants')).toEqual(['users']);
    expect(poolOf(types.client, 'halls-cluj-1')).toEqual(['city-halls']);
    expect(poolOf(types.resourceServer, 'applicants-B2CIdentifier')).toEqual(['users']);
    expect(poolOf(types.resourceServer, 'halls-B2BIdentifier')).toEqual(['city-halls']);
    expect(poolOf(types.resourceServer, 'halls-City')).toEqual(['city-halls']);
    expect(poolOf(types.userPoolDomain, 'users-domain')).toEqual(['users']);
    expect(poolOf(types.userPoolDomain, 'city-halls-domain')).toEqual(['city-halls']);
  });
});

describe('secrets', () => {
  it('are marked, and are in no resource at all', () => {
    const { cityHalls } = graphs.shared.outputs;
    if (!Array.isArray(cityHalls)) throw new Error('cityHalls is no list');
    const secrets = cityHalls.map((hall) =>
      typeof hall === 'object' && hall !== null && !Array.isArray(hall) ? hall.clientSecret : null,
    );
    expect(secrets).toHaveLength(4);
    expect(secrets.every((secret) => isSecret(secret))).toBe(true);
    const inputs = graphs.shared.resources.map((resource) => resource.inputs);
    expect(JSON.stringify(inputs)).not.toContain('secret-of-');
  });
});

describe('the sign-in domain', () => {
  it('is the one of all URLs of the applicants, beside the prefix, and is protected', () => {
    const domain = find(graphs.full, types.userPoolDomain, 'users-sign-in-domain');
    expect(domain).toMatchObject({ protect: true, deleteBeforeReplace: true });
    expect(domain.inputs.certificateArn).toContain(':us-east-1:');
    expect(ofType(graphs.full, types.userPoolDomain)).toHaveLength(3);
    for (const [name, path] of [
      ['authorizeUrl', 'oauth2/authorize'],
      ['tokenUrl', 'oauth2/token'],
      ['logoutUrl', 'logout'],
    ] as const) {
      expect(graphs.full.outputs[name]).toBe(`https://sign-in.example.org/${path}`);
    }
  });
});
