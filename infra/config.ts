import * as pulumi from '@pulumi/pulumi';
import * as z from 'zod';
import { cityHallsSchema, maxCityHalls } from '../server/cities.ts';
import {
  clientVersionsSchema,
  customDomainSchema,
  domainPrefixSchema,
  emailSenderSchema,
  logRetentionSchema,
  originSchema,
  redirectUrlSchema,
} from './config-values.ts';

/** All there is to configure for a stack, `christmas-markets:<key>` in `Pulumi.<stack>.yaml`. */
const schema = z
  .strictObject({
    /** `split`: applicants and city halls have a user pool and an API each. */
    topology: z.enum(['shared', 'split'], 'write "shared" or "split"').default('shared'),
    cityHalls: cityHallsSchema,
    clientVersions: clientVersionsSchema.default({}),
    callbackUrls: z.array(redirectUrlSchema).min(1, 'give the URL that sign-in returns to'),
    logoutUrls: z.array(redirectUrlSchema).min(1, 'give the URL that sign-out returns to'),
    corsOrigins: z.array(originSchema).default([]),
    /** Without one: project, stack and a hash that makes it unique. */
    domainPrefix: domainPrefixSchema.exactOptional(),
    customDomain: customDomainSchema.exactOptional(),
    b2bCustomDomain: customDomainSchema.exactOptional(),
    /** Without one, Cognito's own mailer: 50 mails a day. */
    emailSender: emailSenderSchema.exactOptional(),
    /** Whether Pulumi and AWS refuse to delete what cannot be made again. */
    protected: z.boolean('write true or false').default(true),
    marketsPerApplicant: z.int().min(1).max(1_000).default(50),
    memorySize: z.int().min(256).max(3_008).default(1_024),
    reservedConcurrency: z.int().min(1).exactOptional(),
    throttlingRateLimit: z.number().positive().default(100),
    throttlingBurstLimit: z.int().positive().default(200),
    writeThrottlingRateLimit: z.number().positive().default(20),
    writeThrottlingBurstLimit: z.int().positive().default(40),
    logRetentionDays: logRetentionSchema.default(30),
    alarmEmail: z.email('write one address, e.g. "ops@example.org"').exactOptional(),
  })
  .superRefine((config, context) => {
    const refuse = (path: string, message: string) => {
      context.addIssue({ code: 'custom', path: [path], message });
    };
    const halls = config.cityHalls.map((hall) => hall.name);
    for (const name of Object.keys(config.clientVersions)) {
      if (!halls.includes(name)) {
        refuse(
          'clientVersions',
          `there is no city hall "${name}": write one of ${halls.join(', ')}`,
        );
      }
    }
    const clients = halls.flatMap((name) => config.clientVersions[name] ?? [1]);
    if (clients.length > maxCityHalls) {
      refuse(
        'clientVersions',
        `one API serves ${maxCityHalls} clients at most and these are ${clients.length}: rotate fewer city halls at a time`,
      );
    }
    if (config.b2bCustomDomain && config.topology === 'shared') {
      refuse(
        'b2bCustomDomain',
        'leave it out, or set topology to "split": a shared API has one domain',
      );
    }
    if (
      config.b2bCustomDomain &&
      config.b2bCustomDomain.domainName === config.customDomain?.domainName
    ) {
      refuse(
        'b2bCustomDomain',
        'give it another domainName than customDomain: each API has its own',
      );
    }
    for (const limit of ['RateLimit', 'BurstLimit'] as const) {
      if (config[`writeThrottling${limit}`] > config[`throttling${limit}`]) {
        refuse(
          `writeThrottling${limit}`,
          `write at most throttling${limit}, which covers all routes`,
        );
      }
    }
  });

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
  const parsed = schema.safeParse(Object.fromEntries(own));
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

function toPlace({ path, message, ...issue }: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(schema.shape).join(', ');
    return `${[...path, issue.keys.join(', ')].join('.')}: there is no such key${path.length === 0 ? `; write one of ${known}` : ''}`;
  }
  return `${path.join('.')}: ${message}`;
}
