import * as z from 'zod';
import type { AuthorizerName } from '../../../server/caller.ts';
import {
  decisionSchema,
  erasureSchema,
  marketPageSchema,
  marketSchema,
  userDataSchema,
} from '../../../server/markets/schema.ts';
import { operations } from '../../../server/routes.ts';
import type { Describe } from './print-types.ts';

/** What the server's schemas say about each property, as lines of TSDoc, in the schemas' order. */
export const describe: Describe = (typeName) => {
  const schema = schemas[typeName];
  const properties = schema === undefined ? {} : toJsonSchema(schema).properties;
  return new Map(Object.entries(properties ?? {}).map(([name, each]) => [name, toLines(each)]));
};

const edit = inputOf('b2c', 'markets.edit');
const decide = inputOf('b2b', 'markets.decide');

const schemas: Readonly<Record<string, z.ZodType>> = {
  Market: marketSchema,
  Decision: decisionSchema,
  MarketPage: marketPageSchema,
  UserData: userDataSchema,
  UserDataQuery: inputOf('b2c', 'users.export'),
  Erasure: erasureSchema,
  MarketSubmission: inputOf('b2c', 'markets.submit'),
  OwnMarketsQuery: inputOf('b2c', 'markets.list'),
  OwnMarket: inputOf('b2c', 'markets.withdraw'),
  OwnRevision: edit,
  MarketChanges: edit,
  CityMarketsQuery: inputOf('b2b', 'markets.list'),
  ReviewedMarket: decide,
  MarketDecision: decide,
};

function inputOf(side: AuthorizerName, procedure: string): z.ZodType {
  for (const operation of operations.values()) {
    if (operation.authorizer === side && operation.procedure === procedure) return operation.input;
  }
  throw new Error(`There is no procedure ${side}.${procedure}`);
}

const jsonSchema = z.object({
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

function toJsonSchema(schema: z.ZodType): JsonSchema {
  return jsonSchema.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
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
