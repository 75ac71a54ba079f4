import type { oas31 } from 'zod-openapi';
import { resolve, type Schema, type Schemas } from './schemas.ts';

/** A value made of the examples that the schemas hold, so that every operation has a realistic one. */
export function toExample(schema: Schema, schemas: Schemas = {}): unknown {
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
      Object.entries(properties).map(([name, each]) => [name, toExample(each, schemas)]),
    );
  }
  if (items !== undefined) return [toExample(items, schemas)];
  if (anyOf?.[0] !== undefined) return toExample(anyOf[0], schemas);
  throw new Error(`No example in ${JSON.stringify(schema)}: give its schema one by meta()`);
}

const revision = '019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42';

/** Operations for which an example with every member would mislead. By operationId. */
export const requestExamples: Record<string, oas31.ExamplesObject> = {
  editMarket: {
    price: { summary: 'Another price', value: { revision, marketAveragePrice: 14 } },
  },
  decideMarket: {
    approve: { summary: 'Approve', value: { approved: true, revision } },
    reject: {
      summary: 'Reject, with the reason that it needs',
      value: {
        approved: false,
        reason: 'The fire lane on the east side must stay free.',
        revision,
      },
    },
  },
};

const market = {
  userId: '0b9f6c2e-7f0a-4a52-9c39-1d2f3f8a7b10',
  marketId: '5a0d3f0e-9a1c-4c57-8a53-3f0b8f4f2d11',
  marketName: 'Târgul de Crăciun din Piața Unirii',
  marketDescription: 'Forty wooden huts, mulled wine and a carousel.\nOpen from 10 to 22.',
  marketAveragePrice: 12.5,
  city: 'Cluj-Napoca',
  submittedAt: '2026-11-02T09:30:00.000Z',
};

export const responseExamples: Record<string, unknown> = {
  editMarket: {
    ...market,
    marketAveragePrice: 14,
    marketApproved: false,
    status: 'pending',
    revision: '019a5c9f-6d10-7b3a-8c5e-2a4f6b8d0e13',
    submittedAt: '2026-11-02T10:06:12.368Z',
    decisions: [],
  },
  decideMarket: {
    ...market,
    marketApproved: true,
    status: 'approved',
    revision,
    decisions: [
      { approved: true, decidedBy: 'cluj', decidedAt: '2026-11-03T08:15:30.250Z', revision },
    ],
  },
};
