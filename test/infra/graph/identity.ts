import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ofType, types } from '../graph.ts';
import { findReplaced, readIdentity, releasedSchema } from '../identity.ts';
import { useGraphs } from './captured.ts';

const graphs = useGraphs();
const { dev = {}, prod = {} } = releasedSchema.parse(
  JSON.parse(readFileSync(new URL('../released-resources.json', import.meta.url), 'utf8')),
);

it('a deploy over the last release replaces and deletes no table, user pool, API, client or log', () => {
  expect(Object.keys(prod).length).toBeGreaterThan(10);
  expect(findReplaced(dev, readIdentity(graphs.shared))).toEqual([]);
  expect(findReplaced(prod, readIdentity(graphs.split))).toEqual([]);
});

it.each([
  [types.table, 'rangeKey', 'christmas-markets-prod-markets'],
  [types.userPool, 'usernameAttributes', 'christmas-markets-prod-users'],
  [types.api, 'protocolType', 'christmas-markets-prod-api'],
  [types.userPoolClient, 'generateSecret', 'christmas-markets-prod-applicants'],
])('another value of a %s in %s is reported by the name of the resource', (type, key, name) => {
  const graph = structuredClone(graphs.split);
  const changed = ofType(graph, type).find((each) => each.name === name);
  if (changed !== undefined) changed.inputs[key] = 'another';
  expect(findReplaced(prod, readIdentity(graph))).toEqual([
    expect.stringContaining(`${name} would be replaced: ${key} is "another"`),
  ]);
});

it('a resource with another name is reported', () => {
  const graph = structuredClone(graphs.split);
  graph.resources = graph.resources.filter(({ type }) => type !== types.table);
  expect(findReplaced(prod, readIdentity(graph))).toEqual([
    expect.stringContaining('christmas-markets-prod-markets would be deleted'),
  ]);
});
