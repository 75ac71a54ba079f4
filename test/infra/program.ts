import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import * as z from 'zod';
import type { Value } from './graph.ts';

export type RunOptions = {
  /** Its `Pulumi.<stack>.yaml` holds; one that has none has no config but `overrides`. */
  stack?: string;
  /** `christmas-markets:<key>` without the project; `undefined` takes the key away. */
  overrides?: Record<string, Value | undefined>;
  preview?: boolean;
};

const root = fileURLToPath(new URL('../..', import.meta.url));

const projectSchema = z.object({
  name: z.string(),
  main: z.string().default('.'),
  runtime: z.object({
    name: z.literal('nodejs'),
    options: z.object({ typescript: z.boolean().default(true), nodeargs: z.string().default('') }),
  }),
});
const stackSchema = z.object({ config: z.record(z.string(), z.json()).default({}) });

/** What the CLI passes to the program of `Pulumi.yaml`. */
export function readProgram({ stack = 'dev', preview = false, overrides = {} }: RunOptions) {
  const { name, main, runtime } = projectSchema.parse(readYaml(`${root}/Pulumi.yaml`));
  return {
    project: name,
    stack,
    preview,
    folder: resolve(root, main),
    config: readConfig(name, stack, overrides),
    ...runtime.options,
  };
}

/** Whatever is not text reaches the program as JSON. */
function readConfig(
  project: string,
  stack: string,
  overrides: Record<string, Value | undefined>,
): Record<string, string> {
  const file = `${root}/Pulumi.${stack}.yaml`;
  const { config } = stackSchema.parse(existsSync(file) ? readYaml(file) : {});
  const own = Object.entries(overrides).map(([key, value]) => [
    key.includes(':') ? key : `${project}:${key}`,
    value,
  ]);
  return Object.fromEntries(
    Object.entries({ ...config, ...Object.fromEntries(own) })
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

function readYaml(file: string): unknown {
  return parse(readFileSync(file, 'utf8'));
}
