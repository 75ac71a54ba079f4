import * as pulumi from '@pulumi/pulumi';
import * as aws from '../aws.ts';
import type { Config } from '../config/schema.ts';
import { createPrivateBucket } from '../private-bucket.ts';

type ArchiveBucketArgs = NonNullable<Config['decisionArchive']> & {
  protected: boolean;
  kmsKeyArn: string | undefined;
  tags: Record<string, string>;
};

/** A private bucket whose objects cannot be changed for years, and are deleted after them. */
export function createArchiveBucket(
  name: string,
  { years, mode, kmsKeyArn, ...args }: ArchiveBucketArgs,
  child: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const { bucket, block } = createPrivateBucket(
    name,
    { objectLockEnabled: true, forceDestroy: !args.protected, tags: args.tags },
    child,
    { protect: args.protected },
  );
  const versioning = new aws.s3.BucketVersioning(
    name,
    { bucket: bucket.id, versioningConfiguration: { status: 'Enabled' } },
    child,
  );
  const lock = new aws.s3.BucketObjectLockConfiguration(
    name,
    {
      bucket: bucket.id,
      rule: { defaultRetention: { mode: mode.toUpperCase(), years } },
    },
    { ...child, dependsOn: versioning },
  );
  if (kmsKeyArn !== undefined) {
    new aws.s3.BucketServerSideEncryptionConfiguration(
      name,
      {
        bucket: bucket.id,
        rules: [
          {
            applyServerSideEncryptionByDefault: {
              sseAlgorithm: 'aws:kms',
              kmsMasterKeyId: kmsKeyArn,
            },
            bucketKeyEnabled: true,
          },
        ],
      },
      child,
    );
  }
  const policy = new aws.s3.BucketPolicy(
    name,
    { bucket: bucket.id, policy: createPolicy(bucket.arn) },
    { ...child, dependsOn: block },
  );
  new aws.s3.BucketLifecycleConfiguration(
    name,
    {
      bucket: bucket.id,
      rules: [
        {
          id: 'expire',
          status: 'Enabled',
          filter: { prefix: '' },
          // The lock counts calendar years.
          expiration: { days: Math.ceil(years * 365.25) + 1 },
          noncurrentVersionExpiration: { noncurrentDays: 1 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ],
    },
    { ...child, dependsOn: versioning },
  );
  // Nothing is written before it is locked.
  return pulumi.all([bucket.arn, lock.id, policy.id]).apply(([arn]) => arn);
}

function createPolicy(bucketArn: pulumi.Output<string>): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [bucketArn, pulumi.interpolate`${bucketArn}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });
}
