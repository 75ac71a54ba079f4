import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { type Graph, types, type Value } from './graph.ts';

/** Inputs that AWS cannot change: with another value, Pulumi replaces the resource, and its data is lost. */
const replacing: Readonly<Record<string, readonly string[]>> = {
  [types.table]: ['name', 'hashKey', 'rangeKey'],
  [types.userPool]: ['usernameAttributes', 'usernameConfiguration', 'aliasAttributes'],
  [types.userPoolClient]: ['userPoolId', 'generateSecret'],
  [types.api]: ['protocolType'],
  [types.logGroup]: ['name', 'namePrefix'],
};

const identitySchema = z.record(z.string(), z.record(z.string(), z.json()));
/** URN → the inputs that it cannot change. */
export type Identity = z.output<typeof identitySchema>;
export const releasedSchema = z.record(z.string(), identitySchema);

export function readIdentity({ resources }: Graph): Identity {
  return Object.fromEntries(
    resources.flatMap(({ type, urn, inputs }) => {
      const keys = replacing[type];
      if (keys === undefined) return [];
      const kept: [string, Value][] = keys.flatMap((key) => {
        const value = inputs[key];
        return value === undefined ? [] : [[key, value]];
      });
      return [[urn, Object.fromEntries(kept)]];
    }),
  );
}

/** What a deploy over the released stack would replace or delete, by name. */
export function findReplaced(released: Identity, current: Identity): string[] {
  return Object.entries(released).flatMap(([urn, inputs]) => {
    const name = urn.split('::').at(-1);
    const now = current[urn];
    if (now === undefined) return [`${name} would be deleted: ${urn} is not in the program`];
    return [...new Set([...Object.keys(inputs), ...Object.keys(now)])]
      .filter((key) => !isDeepStrictEqual(inputs[key], now[key]))
      .map(
        (key) =>
          `${name} would be replaced: ${key} is ${JSON.stringify(now[key])} in place of ${JSON.stringify(inputs[key])}`,
      );
  });
}
