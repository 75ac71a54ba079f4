import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { defaultCityHalls } from '../../local/options.ts';
import { operations } from '../../server/contract/routes.ts';
import type { ServedSide } from '../../server/deployment/served-side.ts';
import { createDeploymentDocument } from '../../server/docs/document.ts';
import { cityHallsSchema } from '../../server/domain/cities.ts';
import { problems } from '../../server/domain/problems.ts';
import {
  marketDescriptionSchema,
  marketNameSchema,
  reasonSchema,
} from '../../server/domain/schemas.ts';
import { createDocument } from '../../server/openapi/document.ts';
import { isRecord, type Json, member, parseJson } from './json.ts';
import { compile, document, findOperation, findResponse, resolve } from './validator.ts';

const schemas = member(member(document, 'components'), 'schemas');
const all = [...operations.values()];

describe('the OpenAPI document', () => {
  it('equals the committed openapi.json, which `npm run openapi` writes', async () => {
    const committed = await readFile(new URL('../../openapi.json', import.meta.url), 'utf8');
    expect(committed).toBe(createDocument());
  });

  it('names only refused characters in its rules for text', () => {
    const named = String(member(document, 'info').description).matchAll(/U\+([0-9A-F]{4,6})/g);
    const characters = [...named].map(([, code = '']) =>
      String.fromCodePoint(Number.parseInt(code, 16)),
    );
    expect(characters.length).toBeGreaterThan(5);
    for (const character of characters) {
      expect(marketDescriptionSchema.safeParse(`a${character}b`).success).toBe(false);
    }
    expect(marketDescriptionSchema.parse('a\tb\r\nc\rd')).toBe('a b\nc\nd');
    expect(reasonSchema.safeParse('a\nb').success).toBe(true);
    expect(marketNameSchema.safeParse('a\nb').success).toBe(false);
  });

  it('contains every operation and no other', () => {
    const documented = Object.entries(member(document, 'paths')).flatMap(([path, item]) =>
      Object.keys(isRecord(item) ? item : {})
        .filter((method) => method !== 'servers')
        .map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(documented.sort()).toEqual([...operations.keys()].sort());
  });

  it.each(all.map((operation) => [operation.routeKey, operation] as const))(
    '%s requires the token and scope of its side',
    (routeKey, { authorizer, scopes }) => {
      const security = {
        public: [],
        b2c: [{ applicant: scopes }],
        // A token of the action's scope alone would be refused: it lacks `City/…`.
        b2b: [{ cityHall: [] }],
      };
      expect(findOperation(routeKey).security).toEqual(security[authorizer ?? 'public']);
    },
  );

  it('says which scopes the operations of city halls need', () => {
    for (const { routeKey } of all.filter(({ authorizer }) => authorizer === 'b2b')) {
      expect(findOperation(routeKey).description).toMatch(
        /`B2BIdentifier\/ApproveChristmasMarkets` and `City\/\{key\}`.+without `scope`/,
      );
    }
  });

  it.each(all.map(({ routeKey, meta }) => [routeKey, meta.status ?? 200] as const))(
    '%s has %i as its only success status',
    (routeKey, status) => {
      const responses = Object.keys(member(findOperation(routeKey), 'responses'));
      expect(responses.filter((each) => each < '300')).toEqual([String(status)]);
      expect('content' in (findResponse(routeKey, status) ?? {})).toBe(status !== 204);
    },
  );

  it('names its schemas', () => {
    const names = ['City', 'Decision', 'Issue', 'Market', 'MarketPage', 'Problem', 'SubmitMarket'];
    expect(Object.keys(schemas)).toEqual(expect.arrayContaining(names));
  });

  it('lists every problem code', () => {
    const code = member(member(member(schemas, 'Problem'), 'properties'), 'code');
    const listed = String(code.description).match(/(?<=`)[A-Z_]+(?=`)/g);
    expect(listed).toEqual(Object.keys(problems));
  });

  it('closes inputs and leaves outputs open', () => {
    const inputs = all
      .map(({ routeKey }) => inputOf(routeKey))
      .filter((name) => name !== undefined);
    expect(inputs).toEqual(['SubmitMarket', 'EditMarket', 'DecideMarket', 'DecideMarkets']);
    for (const { place, schema } of walk(schemas)) {
      if (schema.type !== 'object') continue;
      const closed = inputs.some((input) => place[0] === input);
      expect([place.join(' '), schema.additionalProperties]).toEqual([
        place.join(' '),
        closed ? false : undefined,
      ]);
    }
  });

  it('bounds every string, array and number', () => {
    const parameters = all.map(({ routeKey }) => findOperation(routeKey).parameters);
    const unbounded = [...walk(schemas), ...walk({ parameters })]
      .filter(({ schema }) => !isBounded(schema))
      .map(({ place }) => place.join(' '));
    // Bounded by the configuration alone, at 2,450.
    expect(unbounded).toEqual(['CityList properties items']);
  });

  // Some generators write out each place of a bounded list.
  it('has no maxItems in the thousands', () => {
    const long = walk(document).filter(({ schema }) => Number(schema.maxItems) >= 1_000);
    expect(long.map(({ place }) => place.join(' '))).toEqual([]);
  });

  // hey-api's zod plugin wrote U+2028 into a regular expression literal: "Unterminated regular expression".
  it('has only patterns that mean the same in every language, escaped or not', () => {
    const patterns = walk(document).flatMap(({ place, schema }) =>
      typeof schema.pattern === 'string'
        ? [{ place: place.join(' '), pattern: schema.pattern }]
        : [],
    );
    expect(patterns).not.toEqual([]);
    const anchoredAscii = /^\^(?:[\x20-.0-[\]-~]|\\[dwsS])*$/;
    const risky = /\(\?|[^\x20-\x7e]/;
    expect(
      patterns.filter(({ pattern }) => !anchoredAscii.test(pattern) || risky.test(pattern)),
    ).toEqual([]);
  });

  // Cognito's `sub` is none: 24688438-40e1-70d0-d97e-084cfc8992c7.
  it('does not call a userId a UUID of RFC 9562', () => {
    const ids = walk(document).filter(
      ({ place, schema }) => place.at(-1) === 'userId' || schema.name === 'userId',
    );
    expect(ids.length).toBeGreaterThan(5);
    expect(JSON.stringify(ids)).not.toContain('"uuid"');
  });

  // openapi-generator's Python client matches the pattern against a UUID object: a TypeError for each market.
  it('has no schema with both a pattern and a format', () => {
    const both = walk(document).filter(({ schema }) => 'format' in schema && 'pattern' in schema);
    expect(both.map(({ place }) => place.join(' '))).toEqual([]);
  });

  it('has a valid example for every request and every response', () => {
    const missing: string[] = [];
    for (const { routeKey } of all) {
      const operation = findOperation(routeKey);
      const contents: [string, Json][] = [];
      if (isRecord(operation.requestBody)) {
        contents.push([`${routeKey} request`, member(operation.requestBody, 'content')]);
      }
      for (const [status, response] of Object.entries(member(operation, 'responses'))) {
        contents.push([`${routeKey} ${status}`, member(resolve(response), 'content')]);
      }
      for (const [place, content] of contents) {
        for (const [type, media] of Object.entries(content)) {
          const examples = isRecord(media) ? toExamples(media) : [];
          const validate = compile(member(isRecord(media) ? media : {}, 'schema'));
          if (examples.length === 0) missing.push(`${place} ${type}`);
          for (const example of examples) {
            if (!validate(example)) missing.push(`${place} ${type} ${JSON.stringify(example)}`);
          }
        }
      }
    }
    expect(missing).toEqual([]);
  });
});

describe('a deployment adds', () => {
  const cityHalls = cityHallsSchema.parse(defaultCityHalls);
  const place = (side: ServedSide, own = urls) =>
    parseJson(createDeploymentDocument(createDocument(), { urls: own, cityHalls, side }));
  const urls = {
    apiUrl: 'http://127.0.0.1:4000',
    b2bApiUrl: 'http://127.0.0.1:4001/halls/',
    authorizeUrl: 'http://127.0.0.1:4002/pool/oauth2/authorize',
    tokenUrl: 'http://127.0.0.1:4002/pool/oauth2/token',
    b2bTokenUrl: 'http://127.0.0.1:4002/halls/oauth2/token',
  };
  const ofCity = '/v1/b2b/christmas-markets/city/{city}';
  const ofMarket = '/v1/b2b/christmas-markets/{marketId}/user/{userId}';

  // Many generators do not substitute server variables: their clients called "http://{apiHost}".
  it('its servers as plain URLs, with a separate server for city halls', () => {
    const placed = place(undefined);
    const servers = walk(placed).flatMap(({ place, schema }) =>
      place.at(-2) === 'servers' ? [[place.slice(0, -2).join(' '), schema]] : [],
    );
    const plain = (url: string) => ({ url, description: expect.any(String), 'x-internal': false });
    expect(servers).toEqual([
      ['', plain('http://127.0.0.1:4000')],
      [`paths ${ofCity}`, plain('http://127.0.0.1:4001/halls')],
      [`paths ${ofCity}/changes`, plain('http://127.0.0.1:4001/halls')],
      [`paths ${ofMarket}`, plain('http://127.0.0.1:4001/halls')],
      [`paths ${ofCity}/decisions`, plain('http://127.0.0.1:4001/halls')],
    ]);
    expect(JSON.stringify(placed)).not.toContain('.markets.example/');
  });

  it('no second server if one API serves both sides', () => {
    const placed = place(undefined, { ...urls, b2bApiUrl: urls.apiUrl });
    expect(member(member(placed, 'paths'), ofCity)).not.toHaveProperty('servers');
  });

  it('its token endpoints and a scope for each of its cities', () => {
    const placed = place(undefined);
    const { applicant, cityHall } = member(member(placed, 'components'), 'securitySchemes');
    expect(applicant).toMatchObject({
      flows: {
        authorizationCode: {
          authorizationUrl: urls.authorizeUrl,
          tokenUrl: urls.tokenUrl,
          scopes: { 'B2CIdentifier/ManageChristmasMarkets': expect.any(String) },
        },
      },
    });
    expect(cityHall).toMatchObject({
      flows: {
        clientCredentials: {
          tokenUrl: urls.b2bTokenUrl,
          scopes: {
            'B2BIdentifier/ApproveChristmasMarkets': expect.any(String),
            'City/cluj-napoca': 'Act for Cluj-Napoca.',
            'City/iasi': 'Act for Iași.',
          },
        },
      },
    });
  });

  // Most generators read the servers of the root alone: city halls' clients called the applicants' API.
  it.each([
    ['b2c', urls.apiUrl, 'applicant', 'Applicants'],
    ['b2b', 'http://127.0.0.1:4001/halls', 'cityHall', 'City halls'],
  ] as const)('for an API of %s alone, its own operations, URL and components', (...row) => {
    const [side, url, scheme, tag] = row;
    const placed = place(side);
    const servers = walk(placed).filter(({ schema }) => 'servers' in schema);
    expect(servers.map(({ schema }) => schema.servers)).toEqual([
      [{ url, description: expect.any(String), 'x-internal': false }],
    ]);
    const served = all.filter(({ authorizer }) => authorizer === null || authorizer === side);
    expect(operationIdsOf(placed).sort()).toEqual(
      served.map(({ meta }) => meta.openapi.operationId).sort(),
    );
    expect(Object.keys(member(member(placed, 'components'), 'securitySchemes'))).toEqual([scheme]);
    expect(placed.tags).toMatchObject([{ name: tag }, { name: 'Public' }]);
    expect(findUnresolved(placed)).toEqual({ missing: [], unused: [] });
  });

  it('every operation and component if one API serves both sides', () => {
    const placed = place(undefined);
    expect(operationIdsOf(placed)).toEqual(operationIdsOf(document));
    expect(findUnresolved(placed)).toEqual({ missing: [], unused: [] });
  });

  it('the first city hall and its city in every example', () => {
    const [hall] = cityHalls;
    const text = JSON.stringify({ ...place(undefined), components: {} });
    expect(text).not.toMatch(/cluj/i);
    expect(text).toContain(`"city":"${hall?.cities[0]?.name}"`);
    expect(text).toContain(`"decidedBy":"${hall?.name}"`);
  });

  it('names that JSON has to escape', () => {
    const quoted = [{ name: 'north', cities: [{ key: 'o', name: '"O\\' }] }];
    const placed = createDeploymentDocument(createDocument(), {
      urls,
      cityHalls: quoted,
      side: undefined,
    });
    expect(JSON.stringify(parseJson(placed))).toContain(`"city":${JSON.stringify('"O\\')}`);
  });
});

function operationIdsOf(placed: Json): unknown[] {
  return walk(placed.paths).flatMap(({ schema }) => schema.operationId ?? []);
}

/** References without a component, and components without a reference. */
function findUnresolved(placed: Json): { missing: string[]; unused: string[] } {
  const { securitySchemes: _, ...components } = member(placed, 'components');
  const there = Object.entries(components).flatMap(([section, parts]) =>
    Object.keys(isRecord(parts) ? parts : {}).map((name) => `#/components/${section}/${name}`),
  );
  const used = new Set(
    walk(placed).flatMap(({ schema }) => (typeof schema.$ref === 'string' ? [schema.$ref] : [])),
  );
  return {
    missing: [...used].filter((each) => !there.includes(each)),
    unused: there.filter((each) => !used.has(each)),
  };
}

function inputOf(routeKey: string): string | undefined {
  const body = member(findOperation(routeKey), 'requestBody');
  const { $ref } = member(member(member(body, 'content'), 'application/json'), 'schema');
  return typeof $ref === 'string' ? $ref.replace(/.*\//, '') : undefined;
}

function toExamples(media: Json): unknown[] {
  if ('example' in media) return [media.example];
  return Object.values(member(media, 'examples')).map((each) => (isRecord(each) ? each.value : {}));
}

/** Returns every nested object with its path. */
function walk(value: unknown, place: string[] = []): { place: string[]; schema: Json }[] {
  if (Array.isArray(value))
    return value.flatMap((each, index) => walk(each, [...place, `${index}`]));
  if (!isRecord(value)) return [];
  const below = Object.entries(value).flatMap(([name, each]) => walk(each, [...place, name]));
  return [{ place, schema: value }, ...below];
}

function isBounded(schema: Json): boolean {
  switch (schema.type) {
    case 'string':
      return 'maxLength' in schema || 'enum' in schema || 'const' in schema;
    case 'array':
      return 'maxItems' in schema;
    case 'integer':
    case 'number':
      return 'minimum' in schema && 'maximum' in schema;
    default:
      return true;
  }
}
