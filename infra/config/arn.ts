import * as z from 'zod';
import * as aws from '../aws.ts';

export const regionSchema = z.enum(aws.Region, {
  error: ({ input }) =>
    input === undefined
      ? 'it is missing: write the code of an AWS Region, e.g. "eu-central-1"'
      : `${JSON.stringify(input)} is not an AWS Region: write its code, e.g. "eu-central-1"`,
});

const arn = /^arn:([a-z-]+):([a-z0-9-]+):([a-z0-9-]+):(\d{12}):(.+)$/;

/** The parts of an ARN; all are empty for what is none. */
export function parseArn(value: string) {
  const [, partition = '', service = '', region = '', accountId = '', resource = ''] =
    arn.exec(value) ?? [];
  return { partition, service, region, accountId, resource };
}

export const kmsKeyArnSchema = z.string().refine(
  (value) => {
    const { service, resource } = parseArn(value);
    return service === 'kms' && resource.startsWith('key/');
  },
  {
    error: ({ input }) =>
      `${JSON.stringify(input)} is not the ARN of a KMS key: write e.g. "arn:aws:kms:eu-central-1:123456789012:key/12345678-1234-1234-1234-123456789012"`,
  },
);

const partitions: readonly (readonly [prefix: string, partition: string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-iso-', 'aws-iso'],
  ['eusc-', 'aws-eusc'],
];

/** The partition of a Region: accounts, identities and certificates of one are unknown to the others. */
export function findPartition(region: string): string {
  return partitions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}
