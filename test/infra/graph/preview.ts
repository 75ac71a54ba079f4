import { describe, expect, it } from 'vitest';
import { type Graph, isSecret, onlyOf } from '../graph.ts';
import { planOfProd } from '../graphs.ts';
import { useGraphs } from './captured.ts';
import { types } from './references.ts';

const graphs = useGraphs();

describe('a preview', () => {
  it('plans the same resources, though nothing is known of them yet', async () => {
    const preview = await planOfProd();
    const toPlan = ({ resources }: Graph) =>
      resources.map(({ type, name, protect }) => `${type} ${name} ${protect}`).toSorted();
    expect(toPlan(preview)).toEqual(toPlan(graphs.split));
    expect(onlyOf(preview, types.function).inputs.code).toEqual(
      onlyOf(graphs.split, types.function).inputs.code,
    );
    expect(Object.keys(preview.outputs).toSorted()).toEqual(
      Object.keys(graphs.split.outputs).toSorted(),
    );
    const { cityHalls } = preview.outputs;
    const halls = Array.isArray(cityHalls) ? cityHalls : [];
    expect(halls).toHaveLength(4);
    for (const hall of halls) {
      const secret = typeof hall === 'object' && hall !== null && 'clientSecret' in hall;
      expect(secret && isSecret(hall.clientSecret)).toBe(true);
    }
  });
});
