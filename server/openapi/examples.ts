import type { oas31 } from 'zod-openapi';
import { editedMarket, exampleDecision, exampleMarket } from '../domain/examples.ts';
import { resolve, type Schema, type Schemas } from './schemas.ts';

/** An example value, composed of the examples in the schema. */
export function createExample(schema: Schema, schemas: Schemas = {}): unknown {
  const {
    examples,
    const: only,
    enum: values,
    properties,
    items,
    anyOf,
  } = resolve(schema, schemas);
  if (examples !== undefined) return examples[0];
  if (only !== undefined) return only;
  if (values !== undefined) return values[0];
  if (properties !== undefined) {
    return Object.fromEntries(
      Object.entries(properties).map(([name, each]) => [name, createExample(each, schemas)]),
    );
  }
  if (items !== undefined) return [createExample(items, schemas)];
  if (anyOf?.[0] !== undefined) return createExample(anyOf[0], schemas);
  throw new Error(`${JSON.stringify(schema)} has no example: add one with .meta()`);
}

const { revision, ...market } = exampleMarket;
const { reason, decidedBy } = exampleDecision;
/** With it, a repeated request never overrules a later decision. */
const decisionsSeen = 0;

/** By operationId, for operations where an example with every member would mislead. */
export const requestExamples: Record<string, oas31.ExamplesObject> = {
  editMarket: {
    price: {
      summary: 'Another price',
      value: { revision, marketAveragePrice: editedMarket.marketAveragePrice },
    },
  },
  decideMarket: {
    approve: { summary: 'Approve', value: { approved: true, revision, decisionsSeen } },
    reject: {
      summary: 'Reject, with the required reason',
      value: { approved: false, reason, revision, decisionsSeen },
    },
  },
};

export const responseExamples: Record<string, unknown> = {
  editMarket: {
    ...market,
    marketAveragePrice: editedMarket.marketAveragePrice,
    marketApproved: false,
    status: 'pending',
    revision: editedMarket.revision,
    submittedAt: editedMarket.submittedAt,
    decisions: [],
  },
  decideMarket: {
    ...market,
    marketApproved: true,
    status: 'approved',
    revision,
    decisions: [{ approved: true, decidedBy, decidedAt: '2026-11-03T08:15:30.250Z', revision }],
  },
};
