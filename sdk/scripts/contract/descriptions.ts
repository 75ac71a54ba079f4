import * as z from 'zod';
import type { AuthorizerName } from '../../../server/contract/access-token.ts';
import { operations } from '../../../server/contract/routes.ts';
import {
  decisionSchema,
  erasureSchema,
  marketPageSchema,
  marketSchema,
  userDataSchema,
} from '../../../server/domain/market.ts';
import { problemSchema } from '../../../server/openapi/problem.ts';
import type { Describe } from './print-types.ts';

/** What the server's schemas say about each property, as lines of TSDoc, in the schemas' order. */
export const describe: Describe = (typeName) => {
  if (!(typeName in schemas)) return new Map();
  const properties = Object.entries(resolve(schemas[typeName]).properties ?? {});
  if (properties.length === 0) throw new Error(`The schema of ${typeName} has no properties`);
  return new Map(properties.map(([name, each]) => [name, toLines(resolve(each))]));
};

const jsonSchema = z.object({
  $ref: z.string().optional(),
  description: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
  maxItems: z.number().optional(),
  format: z.string().optional(),
  default: z.unknown().optional(),
  get properties() {
    return z.record(z.string(), jsonSchema).optional();
  },
});
type JsonSchema = z.infer<typeof jsonSchema>;

const options = { io: 'input', unrepresentable: 'any' } as const;

/** The schemas with an `id`: others hold a reference to them, and so does `toJsonSchema`. */
const published = z
  .record(z.string(), jsonSchema)
  .parse(z.toJSONSchema(z.globalRegistry, options).schemas);

const edit = inputOf('b2c', 'markets.edit');
const decide = inputOf('b2b', 'markets.decide');

const schemas: Readonly<Record<string, JsonSchema | undefined>> = {
  Market: toJsonSchema(marketSchema),
  Decision: toJsonSchema(decisionSchema),
  MarketPage: toJsonSchema(marketPageSchema),
  City: published.City,
  UserData: toJsonSchema(userDataSchema),
  Erasure: toJsonSchema(erasureSchema),
  Issue: toJsonSchema(problemSchema.shape.issues.unwrap().element),
  UserDataQuery: inputOf('b2c', 'users.export'),
  MarketSubmission: inputOf('b2c', 'markets.submit'),
  OwnMarketsQuery: inputOf('b2c', 'markets.list'),
  OwnMarket: inputOf('b2c', 'markets.withdraw'),
  OwnRevision: edit,
  MarketChanges: edit,
  CityMarketsQuery: inputOf('b2b', 'markets.list'),
  ReviewedMarket: toJsonSchema(marketSchema),
  MarketApproval: decide,
  MarketRejection: decide,
};

function inputOf(side: AuthorizerName, procedure: string): JsonSchema {
  for (const operation of operations.values()) {
    if (operation.authorizer === side && operation.procedure === procedure) {
      return toJsonSchema(operation.input);
    }
  }
  throw new Error(`There is no procedure ${side}.${procedure}`);
}

function toJsonSchema(schema: z.ZodType): JsonSchema {
  return jsonSchema.parse(z.toJSONSchema(schema, options));
}

/** What stands beside a reference goes before what it refers to. */
function resolve(schema: JsonSchema | undefined): JsonSchema {
  const id = schema?.$ref?.split('/').at(-1);
  return { ...(id === undefined ? {} : published[id]), ...schema };
}

function toLines(schema: JsonSchema): string[] {
  const limits = [
    schema.minimum !== undefined && `from ${schema.minimum} to ${schema.maximum}`,
    schema.maxLength !== undefined && `at most ${schema.maxLength} characters`,
    schema.maxItems !== undefined && `at most ${schema.maxItems}`,
    schema.format === 'date-time' && 'ISO 8601, in UTC',
  ].filter((limit) => limit !== false);
  const sentence = limits.join(', ');
  return [
    ...(schema.description === undefined ? [] : [schema.description]),
    ...(sentence === '' ? [] : [`${sentence[0]?.toUpperCase()}${sentence.slice(1)}.`]),
    ...(schema.default === undefined ? [] : [`@default ${JSON.stringify(schema.default)}`]),
  ];
}
