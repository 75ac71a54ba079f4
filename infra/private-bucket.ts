import type * as pulumi from '@pulumi/pulumi';
import * as aws from './aws.ts';

/** A bucket that no policy and no access control list can make public. */
export function createPrivateBucket(
  name: string,
  args: aws.s3.BucketArgs,
  child: pulumi.CustomResourceOptions,
  { protect = false } = {},
): { bucket: aws.s3.Bucket; block: aws.s3.BucketPublicAccessBlock } {
  const bucket = new aws.s3.Bucket(name, args, { ...child, protect });
  const block = new aws.s3.BucketPublicAccessBlock(
    name,
    {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    child,
  );
  return { bucket, block };
}
