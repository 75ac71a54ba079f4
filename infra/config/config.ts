import * as pulumi from '@pulumi/pulumi';
import * as z from 'zod';
import { traceHeaders } from '../../server/deployment/cors.ts';
import { callbackUrlsSchema, logoutUrlsSchema } from '../../server/deployment/redirect-urls.ts';
import { defaultThrottling } from '../../server/deployment/throttling.ts';
import { cityHallsSchema } from '../../server/domain/cities.ts';
import { checkTogether } from './config-rules.ts';
import {
  clientVersionsSchema,
  corsAllowHeadersSchema,
  customDomainSchema,
  domainPrefixSchema,
  emailSenderSchema,
  logRetentionSchema,
  originSchema,
} from './config-values.ts';

/** All there is to configure for a stack, `christmas-markets:<key>` in `Pulumi.<stack>.yaml`. */
const schema = z.strictObject({
  /** `split`: applicants and city halls have a user pool and an API each. */
  topology: z.enum(['shared', 'split'], 'write "shared" or "split"').default('shared'),
  cityHalls: cityHallsSchema,
  clientVersions: clientVersionsSchema.default({}),
  callbackUrls: callbackUrlsSchema,
  logoutUrls: logoutUrlsSchema,
  corsOrigins: z.array(originSchema).max(100).default([]),
  /** Request headers that pages of these origins may send beside those that the API reads. */
  corsAllowHeaders: corsAllowHeadersSchema.default(traceHeaders),
  /** Without one: project, stack and a hash that makes it unique. */
  domainPrefix: domainPrefixSchema.exactOptional(),
  customDomain: customDomainSchema.exactOptional(),
  b2bCustomDomain: customDomainSchema.exactOptional(),
  /** Without one, Cognito's own mailer: 50 mails a day. */
  emailSender: emailSenderSchema.exactOptional(),
  /** Whether applicants need a second factor; managed login leads them through its set-up. */
  mfaRequired: z.boolean().default(false),
  /** Whether Pulumi refuses to delete what cannot be made again; AWS does so of table, users and logs. */
  protected: z.boolean().default(true),
  marketsPerApplicant: z.int().min(1).max(1_000).default(50),
  memorySize: z.int().min(256).max(3_008).default(1_024),
  reservedConcurrency: z.int().min(1).exactOptional(),
  throttlingRateLimit: z.number().positive().default(defaultThrottling.throttlingRateLimit),
  throttlingBurstLimit: z.int().positive().default(defaultThrottling.throttlingBurstLimit),
  writeThrottlingRateLimit: z
    .number()
    .positive()
    .default(defaultThrottling.writeThrottlingRateLimit),
  writeThrottlingBurstLimit: z
    .int()
    .positive()
    .default(defaultThrottling.writeThrottlingBurstLimit),
  logRetentionDays: logRetentionSchema.default(30),
  alarmEmail: z.email('write one address, e.g. "ops@example.org"').exactOptional(),
});

export const configKeys = Object.keys(schema.shape);

export type Config = z.output<typeof schema>;

const stackName = /^[a-z][a-z0-9-]{0,19}$/;

/** The only reader of Pulumi config. */
export function readConfig(): Config {
  return parseConfig(pulumi.getProject(), pulumi.getStack(), pulumi.runtime.allConfig());
}

/** Throws one error that names all that is wrong, and what to write instead. */
export function parseConfig(
  project: string,
  stack: string,
  values: Readonly<Record<string, string>>,
): Config {
  if (!stackName.test(stack)) {
    throw new pulumi.RunError(
      `The stack is called "${stack}", which AWS cannot use in names: call it with a-z, 0-9 and "-", 20 characters at most, e.g. "dev".`,
    );
  }
  const own = Object.entries(values)
    .filter(([key]) => key.startsWith(`${project}:`))
    .map(([key, value]) => [key.slice(project.length + 1), decode(value)]);
  const parsed = schema
    .superRefine(checkTogether({ region: values['aws:region'], name: `${project}-${stack}` }))
    .safeParse(Object.fromEntries(own), { error: toAdvice });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `  ${project}:${toPlace(issue)}`);
  throw new pulumi.RunError(`Pulumi.${stack}.yaml has to be mended:\n${problems.join('\n')}`);
}

/** Whatever is not plain text arrives as JSON. */
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

/** For what a schema gives no advice of its own on. */
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

function toPlace({ path, message, ...issue }: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    const known = path.length === 0 ? `; write one of ${configKeys.join(', ')}` : '';
    return `${[...path, issue.keys.join(', ')].join('.')}: ${message}${known}`;
  }
  return `${path.join('.')}: ${message}`;
}
