import * as pulumi from '@pulumi/pulumi';
import type * as z from 'zod';
import { regionSchema } from './arn.ts';
import { checkConfig } from './config-rules.ts';
import { type Config, configKeys, schema } from './schema.ts';

const stackName = /^[a-z][a-z0-9-]{0,19}$/;

/** The only reader of Pulumi config. */
export function readConfig(): Config {
  return parseConfig(pulumi.getProject(), pulumi.getStack(), pulumi.runtime.allConfig());
}

/** Throws one error that names every fault, and what to write instead. */
export function parseConfig(
  project: string,
  stack: string,
  values: Readonly<Record<string, string>>,
): Config {
  if (!stackName.test(stack)) {
    throw new pulumi.RunError(
      `The stack is called "${stack}", which AWS does not allow in names: use a-z, 0-9 and "-", 20 characters at most, e.g. "dev".`,
    );
  }
  const region = regionSchema.safeParse(values['aws:region']);
  const own = Object.entries(values)
    .filter(([key]) => key.startsWith(`${project}:`))
    .map(([key, value]) => [key.slice(project.length + 1), decode(value)]);
  // Cross-field rules need the Region.
  const rules = region.success
    ? schema.superRefine(checkConfig({ region: region.data, name: `${project}-${stack}` }))
    : schema;
  const parsed = rules.safeParse(Object.fromEntries(own), { error: toAdvice });
  if (parsed.success && region.success) return parsed.data;
  const faults = [
    ...(region.error?.issues ?? []).map(({ message }) => `  aws:region: ${message}`),
    ...(parsed.error?.issues ?? []).map((issue) => `  ${project}:${describeIssue(issue)}`),
  ];
  throw new pulumi.RunError(`Pulumi.${stack}.yaml is invalid:\n${faults.join('\n')}`);
}

/** Pulumi passes text as it is and everything else as JSON. */
function decode(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

const kinds: Record<string, string> = {
  array: 'a list, a line of "- …" for each',
  object: 'lines of "key: value"',
  record: 'lines of "key: value"',
  string: 'a text; in quotes, if it looks like a number',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

/** For issues without a message of their own in the schema. */
function toAdvice(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') {
    const missing = issue.input === undefined ? 'it is missing: ' : '';
    return `${missing}write ${kinds[issue.expected] ?? issue.expected}`;
  }
  if (issue.code === 'too_small') {
    return issue.inclusive ? `write ${issue.minimum} or more` : `write more than ${issue.minimum}`;
  }
  if (issue.code === 'too_big') return `write ${issue.maximum} at most`;
  if (issue.code === 'unrecognized_keys') return 'there is no such key';
  return undefined;
}

function describeIssue({ path, message, ...issue }: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    const known = path.length === 0 ? `; write one of ${configKeys.join(', ')}` : '';
    return `${[...path, issue.keys.join(', ')].join('.')}: ${message}${known}`;
  }
  return `${path.join('.')}: ${message}`;
}
