import {
  type Graph,
  isObject,
  ofType,
  type Resource,
  types,
  type Value,
  type Values,
} from '../graph.ts';

/** What is done to a graph, and what says so. */
export type Mutation = [what: string, mutate: (graph: Graph) => void, caughtBy: string];

export const first = (graph: Graph, type: string, has = ''): Resource => {
  const found = ofType(graph, type).find((each) => JSON.stringify(each).includes(has));
  if (found === undefined) throw new Error(`There is no ${type} with ${has}`);
  return found;
};

/** Sets an input of the first resource of a type; `has` picks another. */
export const set = (type: string, input: string, value: Value, has?: string) => (graph: Graph) => {
  first(graph, type, has).inputs[input] = value;
};

export const unset = (type: string, input: string, has?: string) => (graph: Graph) => {
  const resource = first(graph, type, has);
  delete resource.inputs[input];
  delete resource.propertyDependencies[input];
};

/** Points an input of the first resource to another one. */
export const repoint =
  (type: string, input: string, [to, toHas]: [string, string], has?: string) =>
  (graph: Graph) => {
    first(graph, type, has).propertyDependencies[input] = [first(graph, to, toHas).urn];
  };

/** Created whenever Pulumi likes. */
export const unordered = (type: string, has?: string) => (graph: Graph) => {
  first(graph, type, has).dependencies = [];
};

/** Adds to the Lambda's policy. */
export const allow = (Action: string, Resource: string) => (graph: Graph) => {
  const { inputs } = first(graph, types.rolePolicy);
  const policy: unknown = JSON.parse(String(inputs.policy));
  if (!isObject(policy) || !Array.isArray(policy.Statement)) throw new Error('No statements');
  policy.Statement.push({ Effect: 'Allow', Action, Resource });
  inputs.policy = JSON.stringify(policy);
};

/** One resource more. */
export const add = (type: string, inputs: Values) => (graph: Graph) => {
  const own = { urn: `urn:pulumi:prod::christmas-markets::${type}::added`, type, name: 'added' };
  const nothing = { propertyDependencies: {}, dependencies: [] };
  graph.resources.push({ ...first(graph, types.table), ...own, ...nothing, inputs });
};

export const code = '["code"]';
export const machine = '["client_credentials"]';
