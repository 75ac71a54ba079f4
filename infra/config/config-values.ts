import * as z from 'zod';
import { findHostNameFault } from '../../server/deployment/host-name.ts';

const originSchema = z.string().superRefine((value, context) => {
  const fault = findOriginFault(value);
  if (fault !== undefined) context.addIssue(fault);
});

function findOriginFault(value: string): string | undefined {
  if (value === '*') {
    return '"*" lets every website call the API with its visitors\' tokens: list the origins of your frontends, e.g. "https://markets.example.org"';
  }
  const quoted = JSON.stringify(value);
  if (value.includes('*')) return `${quoted} contains a wildcard: list every origin on its own`;
  const { protocol, hostname, origin } = URL.canParse(value) ? new URL(value) : noUrl;
  if ((protocol !== 'https:' && protocol !== 'http:') || hostname === '') {
    return `${quoted} is not an origin: write scheme, host and port alone, e.g. "https://markets.example.org"`;
  }
  if (origin !== value) {
    return `${quoted} is not the origin that browsers send: write scheme, host and port alone, "${origin}"`;
  }
  return hostname.startsWith('[') ? undefined : findHostNameFault(hostname);
}

const noUrl = { protocol: '', hostname: '', origin: '' };

const maxCorsOrigins = 100;

export const corsOriginsSchema = z
  .array(originSchema)
  .max(maxCorsOrigins, `write ${maxCorsOrigins} origins at most`)
  .refine((origins) => new Set(origins).size === origins.length, 'write each origin once');

/** Names of request headers, in lower case as browsers compare them (Fetch Standard). */
export const corsAllowHeadersSchema = z
  .array(
    z
      .string()
      .toLowerCase()
      .regex(/^[a-z0-9-]+$/, {
        error: ({ input }) =>
          input === '*'
            ? '"*" does not cover Authorization in browsers: list the names, e.g. "traceparent"'
            : `${JSON.stringify(input)} is not the name of a header: write a-z, 0-9 and "-", e.g. "traceparent"`,
      })
      .max(100),
  )
  .max(50);

/** Default quotas of an AWS account in a Region. Raise the number here after AWS has raised yours. */
const quotas = {
  /** API Gateway: requests a second of all APIs together, and their burst. */
  requestsPerSecond: 10_000,
  requestBurst: 5_000,
  /** Lambda: concurrent executions, of which 100 must stay unreserved. */
  concurrentExecutions: 1_000,
  unreservedConcurrency: 100,
};

export const throttlingRateSchema = z
  .number()
  .positive()
  .max(
    quotas.requestsPerSecond,
    `write ${quotas.requestsPerSecond} at most, API Gateway's quota of requests a second in one account and Region`,
  );

export const throttlingBurstSchema = z
  .int()
  .positive()
  .max(
    quotas.requestBurst,
    `write ${quotas.requestBurst} at most, API Gateway's quota of a burst in one account and Region`,
  );

const maxReservedConcurrency = quotas.concurrentExecutions - quotas.unreservedConcurrency;

export const reservedConcurrencySchema = z
  .int()
  .min(1)
  .max(
    maxReservedConcurrency,
    `write ${maxReservedConcurrency} at most: Lambda's default quota is ${quotas.concurrentExecutions} in one account and Region, and ${quotas.unreservedConcurrency} must stay unreserved`,
  );

const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

export const logRetentionSchema = z
  .int()
  .refine(
    (days) => retentions.includes(days),
    `CloudWatch Logs supports certain numbers of days only: write one of ${retentions.join(', ')}`,
  );

/** The active versions of a city hall's app client: `{cluj: [1, 2]}` while a secret is rotated. */
export const clientVersionsSchema = z.record(
  z.string(),
  z
    .array(z.int().min(1))
    .min(1, 'write at least one version, e.g. [1]')
    .max(2, 'write two versions at most, the old one and the new one, e.g. [1, 2]')
    .refine((versions) => new Set(versions).size === versions.length, 'write each version once'),
);

export const permissionsBoundaryArnSchema = z
  .string()
  .regex(
    /^arn:[a-z-]+:iam::\d{12}:policy\/[\w+=,.@/-]+$/,
    'write the ARN of a policy of the account, e.g. "arn:aws:iam::123456789012:policy/christmas-markets-boundary"',
  );

/** DynamoDB's limit. */
const maxRecoveryDays = 35;

export const recoveryDaysSchema = z.int().min(1).max(maxRecoveryDays);

const alarmAddressSchema = z
  .string()
  .refine(
    (value) => isEmail(value) || (value.startsWith('https://') && URL.canParse(value)),
    'write an e-mail address, e.g. "ops@example.org", or the https: URL of an on-call service',
  );

export const alarmAddressesSchema = z
  .array(alarmAddressSchema)
  .max(10, 'write 10 addresses at most')
  .refine((addresses) => new Set(addresses).size === addresses.length, 'write each address once');

export function isEmail(address: string): boolean {
  return z.email().safeParse(address).success;
}
