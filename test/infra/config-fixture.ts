import { parseConfig } from '../../infra/config/config.ts';

export const region = 'eu-central-1';
export const account = '123456789012';
export const certificateArn = `arn:aws:acm:${region}:${account}:certificate/12345678-1234-1234-1234-123456789012`;
export const kmsKeyArn = `arn:aws:kms:${region}:${account}:key/12345678-1234-1234-1234-123456789012`;
/** One key for every use that has an option. */
export const kmsKeys = {
  table: kmsKeyArn,
  logs: kmsKeyArn,
  alarms: kmsKeyArn,
  backups: kmsKeyArn,
  archive: kmsKeyArn,
};
/** CloudFront's certificates are in us-east-1. */
export const webCertificateArn = certificateArn.replace(region, 'us-east-1');
/** Of another account and Region. */
export const vaultArn = 'arn:aws:backup:eu-west-1:210987654321:backup-vault:markets';
export const domain = { domainName: 'api.example.org', certificateArn };
export const identityArn = `arn:aws:ses:${region}:${account}:identity/example.org`;
export const sender = { from: 'no-reply@example.org', sesIdentityArn: identityArn };

/** The shortest valid configuration. */
const shortest = {
  cityHalls: [{ name: 'cluj', cities: ['Cluj-Napoca'] }],
  callbackUrls: ['https://markets.example.org/callback'],
  logoutUrls: ['https://markets.example.org/'],
};

/** Parses the shortest configuration with these changes; `undefined` removes a key. */
export function parseWith(
  changes: Record<string, unknown>,
  { stack = 'dev', awsRegion = region }: { stack?: string; awsRegion?: string | null } = {},
) {
  const values = Object.entries({ ...shortest, ...changes })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [`p:${key}`, typeof value === 'string' ? value : JSON.stringify(value)]);
  return parseConfig('p', stack, {
    ...Object.fromEntries(values),
    ...(awsRegion !== null && { 'aws:region': awsRegion }),
  });
}

export const hall = (name: string, ...cities: unknown[]) => ({ name, cities });

export const many = <T>(length: number, create: (index: number) => T) =>
  Array.from({ length }, (_, index) => create(index));

/** What is refused, and a part of the message. */
export type Refused = readonly [what: string, changes: Record<string, unknown>, advice: string];
