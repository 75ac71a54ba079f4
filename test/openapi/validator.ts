import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { operations } from '../../server/contract/routes.ts';
import { createDocument } from '../../server/openapi/document.ts';
import { closeObjects } from './close-objects.ts';
import { isRecord, type Json, member, parseJson } from './json.ts';

/** The parts of a response that are compared with the document. */
export type Answered = {
  status: number;
  headers: Headers;
  /** The parsed body; `undefined` if there is none. */
  body: unknown;
};

/** Returns the route key, such as `GET /v1/cities`, if the target matches a documented operation. */
export function findRouteKey(method: string, target: string): string | undefined {
  const segments = target.replace(/\?.*/, '').split('/');
  return [...operations.keys()].find((routeKey) => {
    const [verb, path = ''] = routeKey.split(' ');
    const pattern = path.split('/');
    return (
      verb === method &&
      pattern.length === segments.length &&
      pattern.every((part, index) =>
        part.startsWith('{') ? segments[index] !== '' : part === segments[index],
      )
    );
  });
}

/** Throws if the document does not describe this response. An additional member is an error too. */
export function assertDocumented(routeKey: string, { status, headers, body }: Answered): void {
  const subject = `${routeKey} answered ${status}`;
  const response = findResponse(routeKey, status);
  if (response === undefined) throw new Error(`${subject}, which is not documented`);
  for (const [name, header] of Object.entries(member(response, 'headers'))) {
    if (resolve(header).required === true && !headers.has(name)) {
      throw new Error(`${subject} without ${name}`);
    }
  }
  if (!('content' in response)) {
    if (body !== undefined) throw new Error(`${subject} with a body, which is not documented`);
    return;
  }
  const type = headers.get('content-type') ?? 'nothing';
  const media = member(response, 'content')[type];
  if (!isRecord(media)) throw new Error(`${subject} as ${type}, which is not documented`);
  const validate = compile(member(media, 'schema'));
  if (!validate(body)) {
    throw new Error(`${subject} with ${JSON.stringify(body)}: ${ajv.errorsText(validate.errors)}`);
  }
  assertCode(subject, media, body);
}

/** A problem response has one example for each possible code. */
function assertCode(subject: string, media: Json, body: unknown): void {
  if (!isRecord(body) || typeof body.code !== 'string' || !('examples' in media)) return;
  if (!(body.code in member(media, 'examples'))) {
    throw new Error(`${subject} with the code ${body.code}, which is not documented there`);
  }
}

export const document = parseJson(createDocument());

export function findOperation(routeKey: string): Json {
  const [method = '', path = ''] = routeKey.split(' ');
  return member(member(member(document, 'paths'), path), method.toLowerCase());
}

export function findResponse(routeKey: string, status: number): Json | undefined {
  const response = member(findOperation(routeKey), 'responses')[status];
  return response === undefined ? undefined : resolve(response);
}

/** Resolves a reference within the document. */
export function resolve(part: unknown): Json {
  if (!isRecord(part)) throw new Error(`Expected an object: ${JSON.stringify(part)}`);
  if (typeof part.$ref !== 'string') return part;
  const names = part.$ref.replace('#/', '').split('/');
  return resolve(names.reduce(member, document));
}

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
formats.default(ajv);
ajv.addVocabulary(['x-internal']);
ajv.addSchema(
  relocate(
    JSON.stringify({
      $id: 'document',
      $defs: { schemas: closeObjects(member(member(document, 'components'), 'schemas')) },
    }),
  ),
);

const compiled = new Map<string, ValidateFunction>();

/** Compiles each schema once. References point to the closed schemas. */
export function compile(schema: Json): ValidateFunction {
  const text = JSON.stringify(schema);
  const known = compiled.get(text);
  if (known) return known;
  const validate = ajv.compile(relocate(text));
  compiled.set(text, validate);
  return validate;
}

function relocate(text: string): Json {
  return parseJson(text.replaceAll('"#/components/schemas/', '"document#/$defs/schemas/'));
}
