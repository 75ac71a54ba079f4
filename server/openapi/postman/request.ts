import * as z from 'zod';

/** The parts of the OpenAPI document that the requests need. */
export const documentSchema = z.object({
  info: z.object({ title: z.string(), description: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});
type Document = z.infer<typeof documentSchema>;

/** An operation as a request in Postman's Collection Format 2.1, with the examples of the document. */
export function createRequest(routeKey: string, { paths, components }: Document) {
  const [method = '', path = ''] = routeKey.split(' ');
  const operation = operationSchema.parse(paths[path]?.[method.toLowerCase()]);
  const { summary, description, parameters, requestBody } = operation;
  const [body] = Object.values(requestBody?.content['application/json'].examples ?? {});
  const fields = (place: Parameter['in']) =>
    parameters
      .filter((parameter) => parameter.in === place)
      .map((parameter) => {
        const value = createExample(parameter, components.schemas);
        const isUnused = value === undefined;
        const { name: key, description } = parameter;
        return { key, value: value ?? '', description, ...(isUnused && { disabled: true }) };
      });
  return {
    name: summary,
    description,
    method,
    header: [
      ...fields('header'),
      ...(body ? [{ key: 'Content-Type', value: 'application/json' }] : []),
    ],
    url: {
      path: path
        .slice(1)
        .split('/')
        .map((part) => part.replace(/^\{(.*)\}$/, ':$1')),
      query: fields('query'),
      variable: fields('path'),
    },
    ...(body && {
      body: {
        mode: 'raw',
        raw: JSON.stringify(body.value, null, 2),
        options: { raw: { language: 'json' } },
      },
    }),
  };
}

function createExample(
  { name, required, example, schema }: Parameter,
  schemas: Document['components']['schemas'],
): string | undefined {
  const { $ref } = schema;
  const resolved = $ref ? schemaSchema.parse(schemas[$ref.split('/').at(-1) ?? '']) : schema;
  const value = example ?? resolved.examples?.[0] ?? resolved.enum?.[0];
  if (value !== undefined) return String(value);
  if (required) throw new Error(`The parameter ${name} has no example`);
  return undefined;
}

const schemaSchema = z.object({
  $ref: z.string().optional(),
  examples: z.array(z.unknown()).optional(),
  enum: z.array(z.unknown()).optional(),
});

const parameterSchema = z.object({
  in: z.enum(['path', 'query', 'header']),
  name: z.string(),
  description: z.string().optional(),
  required: z.boolean().default(false),
  example: z.unknown().optional(),
  schema: schemaSchema,
});
type Parameter = z.infer<typeof parameterSchema>;

const operationSchema = z.object({
  summary: z.string(),
  description: z.string(),
  parameters: z.array(parameterSchema).default([]),
  requestBody: z
    .object({
      content: z.object({
        'application/json': z.object({
          examples: z.record(z.string(), z.object({ value: z.unknown() })),
        }),
      }),
    })
    .optional(),
});
