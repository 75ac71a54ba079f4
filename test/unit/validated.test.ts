import { initTRPC } from '@trpc/server';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { markValid, withValidMarks } from '../../server/domain/validated.ts';

const schema = withValidMarks(z.object({ items: z.array(z.string()) }));
const other = withValidMarks(z.object({ items: z.array(z.number()) }));
const t = initTRPC.create();

function answer(value: unknown, output: z.ZodType = schema): Promise<unknown> {
  const router = t.router({ get: t.procedure.output(output).query(() => value) });
  return router.createCaller({}).get();
}

describe('the output of a tRPC procedure', () => {
  it('is not copied if it is marked as valid', async () => {
    const page = markValid(schema, { items: ['a'] });
    expect(await answer(page)).toBe(page);
  });

  it.each([
    ['is not marked', { items: ['a'], secret: 'b' }],
    ['is a copy of a marked value', { ...markValid(schema, { items: ['a'] }), secret: 'b' }],
  ])('is validated and stripped if it %s', async (_, value) => {
    expect(await answer(value)).toEqual({ items: ['a'] });
  });

  it.each([
    ['is marked for another schema', markValid(other, { items: [1] })],
    ['is null', null],
    ['is text', 'items'],
    ['has other items', { items: [1] }],
  ])('is refused if it %s', async (_, value) => {
    await expect(answer(value)).rejects.toThrow('Output validation failed');
  });
});

it('the schema is the same, with its metadata', () => {
  const described = z.object({}).meta({ id: 'Described' });
  expect(withValidMarks(described)).toBe(described);
  expect(withValidMarks(described).meta()).toEqual({ id: 'Described' });
});
