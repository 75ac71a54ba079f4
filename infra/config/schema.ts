import * as z from 'zod';
import { traceHeaders } from '../../server/deployment/cors.ts';
import { callbackUrlsSchema, logoutUrlsSchema } from '../../server/deployment/redirect-urls.ts';
import { defaultThrottling } from '../../server/deployment/throttling.ts';
import { cityHallsSchema } from '../../server/domain/cities.ts';
import { kmsKeyArnSchema } from './arn.ts';
import { backupSchema } from './backup.ts';
import {
  alarmAddressesSchema,
  clientVersionsSchema,
  corsAllowHeadersSchema,
  corsOriginsSchema,
  logRetentionSchema,
  permissionsBoundaryArnSchema,
  recoveryDaysSchema,
  reservedConcurrencySchema,
  throttlingBurstSchema,
  throttlingRateSchema,
} from './config-values.ts';
import { decisionArchiveSchema } from './decision-archive.ts';
import { deploymentSchema, liveVersionSchema } from './deployment.ts';
import {
  customDomainsSchema,
  domainPrefixSchema,
  signInDomainSchema,
  webSchema,
} from './domains.ts';
import { emailSenderSchema } from './email-sender.ts';

const kmsKeysSchema = z
  .strictObject({
    table: kmsKeyArnSchema.exactOptional(),
    logs: kmsKeyArnSchema.exactOptional(),
    alarms: kmsKeyArnSchema.exactOptional(),
    backups: kmsKeyArnSchema.exactOptional(),
    archive: kmsKeyArnSchema.exactOptional(),
  })
  .default({});

/** The keys of a stack: `christmas-markets:<key>` in `Pulumi.<stack>.yaml`. */
export const schema = z.strictObject({
  /** `split`: applicants and city halls have a user pool and an API each. */
  topology: z.enum(['shared', 'split'], 'write "shared" or "split"').default('shared'),
  cityHalls: cityHallsSchema,
  clientVersions: clientVersionsSchema.default({}),
  callbackUrls: callbackUrlsSchema,
  logoutUrls: logoutUrlsSchema,
  corsOrigins: corsOriginsSchema.default([]),
  /** Request headers beside those that the API reads. */
  corsAllowHeaders: corsAllowHeadersSchema.default(traceHeaders),
  /** Default: project, stack and a hash that makes it unique. */
  domainPrefix: domainPrefixSchema.exactOptional(),
  customDomain: customDomainsSchema.exactOptional(),
  b2bCustomDomain: customDomainsSchema.exactOptional(),
  /** The applicants' sign-in pages, beside the domain with the prefix. */
  signInDomain: signInDomainSchema.exactOptional(),
  web: webSchema.exactOptional(),
  /** Default: Cognito's own mailer, 50 mails a day. */
  emailSender: emailSenderSchema.exactOptional(),
  /** Whether applicants need a second factor. Managed login guides them through the set-up. */
  mfaRequired: z.boolean().default(false),
  /** Whether Pulumi refuses to delete what cannot be restored. AWS also protects table, users and logs. */
  protected: z.boolean().default(true),
  marketsPerApplicant: z.int().min(1).max(1_000).default(50),
  memorySize: z.int().min(256).max(3_008).default(1_024),
  reservedConcurrency: reservedConcurrencySchema.exactOptional(),
  throttlingRateLimit: throttlingRateSchema.default(defaultThrottling.throttlingRateLimit),
  throttlingBurstLimit: throttlingBurstSchema.default(defaultThrottling.throttlingBurstLimit),
  writeThrottlingRateLimit: throttlingRateSchema.default(
    defaultThrottling.writeThrottlingRateLimit,
  ),
  writeThrottlingBurstLimit: throttlingBurstSchema.default(
    defaultThrottling.writeThrottlingBurstLimit,
  ),
  publicThrottlingRateLimit: throttlingRateSchema.default(
    defaultThrottling.publicThrottlingRateLimit,
  ),
  publicThrottlingBurstLimit: throttlingBurstSchema.default(
    defaultThrottling.publicThrottlingBurstLimit,
  ),
  /** How `npm run deploy` moves the calls to a new version. */
  deployment: deploymentSchema,
  /** Written by `npm run rollback` and `npm run deploy`: the version that gets the calls. Default: the newest. */
  liveVersion: liveVersionSchema.exactOptional(),
  logRetentionDays: logRetentionSchema.default(30),
  /** Keys of your own. Default: keys of AWS. */
  kmsKeys: kmsKeysSchema,
  recoveryDays: recoveryDaysSchema.default(7),
  backup: backupSchema.exactOptional(),
  decisionArchive: decisionArchiveSchema.exactOptional(),
  /** Where alarms are sent: e-mail addresses, and URLs of on-call services. */
  alarmAddresses: alarmAddressesSchema.default([]),
  /** Of the program's roles, where the deployer's policy demands one. */
  permissionsBoundaryArn: permissionsBoundaryArnSchema.exactOptional(),
  /** In US dollars a month, of the whole account. */
  monthlyBudget: z.number().positive().exactOptional(),
});

export const configKeys = Object.keys(schema.shape);

export type Config = z.output<typeof schema>;

/** How a cross-field rule reports a fault. */
export type Refuse = (key: keyof Config, advice: string) => void;
