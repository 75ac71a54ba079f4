import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { findChanges } from './changes.ts';
import { isRecord, type Json, member, parseJson } from './json.ts';
import { document } from './validator.ts';

const root = new URL('../../', import.meta.url);
const released = parseJson(await readFile(new URL('released.json', import.meta.url), 'utf8'));
const changelog = await readFile(new URL('CHANGELOG.md', root), 'utf8');
const [, unreleased = ''] = /## Unreleased\n(.*?)(?=\n## |$)/s.exec(changelog) ?? [];

describe('the contract since its last release', () => {
  const { breaking, additive } = findChanges(released, document);

  it('has no breaking change', () => {
    expect(breaking).toEqual([]);
  });

  it('has only the additions that CHANGELOG.md lists under Unreleased', () => {
    const listed = [...unreleased.matchAll(/^- `(.*)`$/gm)].map(([, line = '']) => line);
    const missing = additive.filter((line) => !listed.some((each) => isListedBy(each, line)));
    expect(missing.map((line) => `- \`${line}\``)).toEqual([]);
  });
});

/** One `*` of a listed line stands for any text: a change of a schema is in every response that has it. */
function isListedBy(listed: string, line: string): boolean {
  const [start = '', end] = listed.split('*');
  return end === undefined ? line === listed : line.startsWith(start) && line.endsWith(end);
}

const own = '/v1/b2c/christmas-markets/user/{userId}';
const market = '/v1/b2c/christmas-markets/{marketId}/user/{userId}';
const ofCity = '/v1/b2b/christmas-markets/city/{city}';

const sample = toSample(released);

/** Edits the document in place. */
type Edit = (parts: {
  paths: Json;
  schemas: Json;
  operation: (path: string, method: string) => Json;
}) => void;

describe('the check', () => {
  const breaking: [string, Edit][] = [
    ['a removed operation', ({ paths }) => delete member(paths, own).get],
    ['a removed path', ({ paths }) => delete paths['/v1/cities']],
    [
      'a new required parameter',
      ({ operation }) => push(operation(own, 'get').parameters, parameter({ required: true })),
    ],
    [
      'a removed parameter',
      ({ operation }) => {
        operation(ofCity, 'get').parameters = [];
      },
    ],
    [
      'a new required input',
      ({ schemas }) => push(member(schemas, 'SubmitMarket').required, 'marketId'),
    ],
    ['a removed input', ({ schemas }) => delete propertiesOf(schemas, 'SubmitMarket').marketId],
    [
      'an input of another type',
      ({ schemas }) => {
        propertiesOf(schemas, 'SubmitMarket').marketAveragePrice = { type: 'string' };
      },
    ],
    [
      'a tighter limit',
      ({ schemas }) => {
        member(propertiesOf(schemas, 'SubmitMarket'), 'marketName').maxLength = 10;
      },
    ],
    [
      'another pattern',
      ({ schemas }) => {
        member(propertiesOf(schemas, 'SubmitMarket'), 'city').pattern = '^[a-z]+$';
      },
    ],
    [
      'a removed pattern of an output',
      ({ schemas }) => delete member(propertiesOf(schemas, 'Decision'), 'decidedBy').pattern,
    ],
    [
      'a removed format and pattern of an output',
      ({ schemas }) => {
        propertiesOf(schemas, 'Market').marketId = { type: 'string', maxLength: 36 };
      },
    ],
    [
      'a new pattern of an output that has a format',
      ({ schemas }) => {
        member(propertiesOf(schemas, 'Market'), 'marketId').pattern = '^[0-9a-f]{8}-';
      },
    ],
    [
      'another format of a number',
      ({ schemas }) => {
        member(propertiesOf(schemas, 'Market'), 'marketAveragePrice').format = 'float';
      },
    ],
    [
      'a removed output',
      ({ schemas }) => {
        delete propertiesOf(schemas, 'Market').decisions;
        remove(member(schemas, 'Market').required, 'decisions');
      },
    ],
    [
      'an output that becomes optional',
      ({ schemas }) => remove(member(schemas, 'Market').required, 'decisions'),
    ],
    [
      'an output of another type',
      ({ schemas }) => {
        propertiesOf(schemas, 'Market').marketApproved = { type: 'string' };
      },
    ],
    [
      'a new value of an output',
      ({ schemas }) => push(member(schemas, 'MarketStatus').enum, 'paused'),
    ],
    [
      'another status of success',
      ({ operation }) => {
        const { 201: created, ...others } = member(operation(own, 'post'), 'responses');
        operation(own, 'post').responses = { ...others, 202: created };
      },
    ],
    [
      'another scope',
      ({ operation }) => {
        operation(own, 'get').security = [{ applicant: ['B2CIdentifier/Other'] }];
      },
    ],
    [
      'a token for an operation that needed none',
      ({ operation }) => {
        operation('/v1/cities', 'get').security = [{ applicant: [] }];
      },
    ],
  ];
  it.each(breaking)('reports %s as breaking', (_, edit) => {
    expect(findChanges(sample, edited(edit)).breaking).not.toEqual([]);
  });

  const additive: [string, Edit, string][] = [
    [
      'a new operation',
      ({ paths }) => {
        paths['/v1/news'] = structuredClone(paths['/v1/cities']);
      },
      'add GET /v1/news',
    ],
    [
      'a new optional parameter',
      ({ operation }) => push(operation(own, 'get').parameters, parameter({ required: false })),
      `add GET ${own} parameters 3`,
    ],
    [
      'a new optional input',
      ({ schemas }) => {
        propertiesOf(schemas, 'EditMarket').colour = { type: 'string' };
      },
      'add PATCH /v1/b2c/christmas-markets/{marketId}/user/{userId} requestBody content application/json schema properties colour',
    ],
    [
      'a new output',
      ({ schemas }) => {
        propertiesOf(schemas, 'Health').since = { type: 'string' };
      },
      'add GET /health responses 200 content application/json schema properties since',
    ],
  ];
  it.each(additive)('reports %s as additive', (_, edit, line) => {
    const changes = findChanges(sample, edited(edit));
    expect(changes.breaking).toEqual([]);
    expect(changes.additive).toContain(line);
  });

  it.each([
    ['uuid', 'marketId'],
    ['date-time', 'submittedAt'],
  ])('ignores a removed pattern if the format %s stays', (format, name) => {
    const both = withOutput(name, { type: 'string', format, pattern: '-' });
    const alone = withOutput(name, { type: 'string', format });
    expect(findChanges(both, alone)).toEqual({ breaking: [], additive: [] });
  });

  it('reports the format double of a number as additive', () => {
    const number = withOutput('marketAveragePrice', { type: 'number' });
    const double = withOutput('marketAveragePrice', { type: 'number', format: 'double' });
    const { breaking, additive } = findChanges(number, double);
    expect(breaking).toEqual([]);
    expect(additive).toContain(
      `add GET ${ofCity} responses 200 content application/json schema properties items items properties marketAveragePrice format`,
    );
  });

  it('ignores changed descriptions', () => {
    const reworded = edited(({ schemas, operation }) => {
      member(schemas, 'Market').description = 'Another description';
      operation(own, 'get').summary = 'Another summary';
    });
    expect(findChanges(sample, reworded)).toEqual({ breaking: [], additive: [] });
  });
});

/** The operations that the edits change, without error responses: each comparison is quick. */
function toSample(document: Json): Json {
  const copy = structuredClone(document);
  const paths = member(copy, 'paths');
  copy.paths = Object.fromEntries(
    [own, ofCity, market, '/v1/cities', '/health'].map((path) => [path, member(paths, path)]),
  );
  for (const path of Object.values(member(copy, 'paths')).filter(isRecord)) {
    for (const operation of Object.values(path).filter(isRecord)) {
      operation.responses = Object.fromEntries(
        Object.entries(member(operation, 'responses')).filter(([status]) => status < '400'),
      );
    }
  }
  return copy;
}

function edited(edit: Edit): Json {
  const copy = structuredClone(sample);
  const paths = member(copy, 'paths');
  edit({
    paths,
    schemas: member(member(copy, 'components'), 'schemas'),
    operation: (path, method) => member(member(paths, path), method),
  });
  return copy;
}

function withOutput(name: string, schema: Json): Json {
  return edited(({ schemas }) => {
    propertiesOf(schemas, 'Market')[name] = schema;
  });
}

function propertiesOf(schemas: Json, name: string): Json {
  return member(member(schemas, name), 'properties');
}

function parameter({ required }: { required: boolean }): Json {
  return { in: 'query', name: 'colour', required, schema: { type: 'string' } };
}

function push(list: unknown, value: unknown): void {
  if (!Array.isArray(list)) throw new Error('Expected a list');
  list.push(value);
}

function remove(list: unknown, value: unknown): void {
  if (!Array.isArray(list)) throw new Error('Expected a list');
  list.splice(list.indexOf(value), 1);
}
