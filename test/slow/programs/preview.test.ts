import { expect, it } from 'vitest';
import { type Graph, isSecret, onlyOf, types } from '../../infra/graph.ts';
import { graphOf } from '../../infra/graphs.ts';
import { captureGraph } from '../../infra/harness.ts';
import { startPolicyPack } from '../../infra/policy-pack.ts';

it('a preview plans the same resources, although their outputs are not known yet', async () => {
  const preview = await captureGraph({ stack: 'prod', preview: true });
  const graph = await graphOf('prod', 'split');
  const toPlan = ({ resources }: Graph) =>
    resources.map(({ type, name, protect }) => `${type} ${name} ${protect}`).toSorted();
  expect(toPlan(preview)).toEqual(toPlan(graph));
  expect(onlyOf(preview, types.function).inputs.code).toEqual(
    onlyOf(graph, types.function).inputs.code,
  );
  expect(Object.keys(preview.outputs).toSorted()).toEqual(Object.keys(graph.outputs).toSorted());
  const { cityHalls } = preview.outputs;
  const halls = Array.isArray(cityHalls) ? cityHalls : [];
  expect(halls).toHaveLength(4);
  for (const hall of halls) {
    const secret = typeof hall === 'object' && hall !== null && 'clientSecret' in hall;
    expect(secret && isSecret(hall.clientSecret)).toBe(true);
  }
});

it('a preview reports violations that depend on unknown values as advice, and an open route as an error', async () => {
  const { resources } = await captureGraph({ stack: 'prod', preview: true });
  await using pack = await startPolicyPack();
  const said = (await Promise.all(resources.map((resource) => pack.analyze(resource)))).flat();
  expect(said.filter((each) => !each.startsWith('advisory '))).toEqual([]);
  expect(said.some((each) => /^advisory no-wildcard-in-iam: .*during preview/.test(each))).toBe(
    true,
  );

  const route = { type: types.route, name: 'route', inputs: { routeKey: 'GET /admin' } };
  expect(await pack.analyze(route)).toEqual([
    'mandatory no-open-route: GET /admin lets everyone in: give it an authorizer',
  ]);
});
