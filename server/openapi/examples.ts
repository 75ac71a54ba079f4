import type { oas31 } from 'zod-openapi';
import {
  editedMarket,
  exampleDecision,
  exampleMarket,
  exampleRequestId,
} from '../domain/examples.ts';
import { createProblemDetails } from '../domain/problem-details.ts';
import { marketNotFound } from '../domain/problems.ts';
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
const { userId, marketId } = market;
const { reason, decidedBy } = exampleDecision;
/** With it, a repeated request never overrules a later decision. */
const decisionsSeen = 0;

const approvedMarket = {
  ...market,
  marketApproved: true,
  status: 'approved',
  revision,
  decisions: [{ approved: true, decidedBy, decidedAt: '2026-11-03T08:15:30.250Z', revision }],
};
/** A market that was withdrawn. */
const otherKey = {
  userId: 'c2f0a1d4-3b5e-4f60-8a7b-9c0d1e2f3a45',
  marketId: '7b1c2d3e-4f50-4a61-9b72-8c3d4e5f6a70',
};

/** By operationId, for operations where an example with every member would mislead. */
export const requestExamples: Record<string, oas31.ExamplesObject> = {
  editMarket: {
    price: {
      summary: 'Another price',
      value: { revision, marketAveragePrice: editedMarket.marketAveragePrice },
    },
  },
  decideMarkets: {
    approve: {
      summary: 'Approve one market, reject another',
      value: {
        decisions: [
          { userId, marketId, approved: true, revision, decisionsSeen },
          {
            ...otherKey,
            approved: false,
            reason,
            revision: editedMarket.revision,
            decisionsSeen,
          },
        ],
      },
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
  decideMarket: approvedMarket,
  decideMarkets: {
    items: [
      { userId, marketId, market: approvedMarket },
      {
        ...otherKey,
        problem: createProblemDetails(marketNotFound(), exampleRequestId),
      },
    ],
  },
};
