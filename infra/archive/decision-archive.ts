import * as pulumi from '@pulumi/pulumi';
import { decisionPattern } from '../../server/observe/decision-pattern.ts';
import * as aws from '../aws.ts';
import type { Config } from '../config/schema.ts';
import { createServiceRole } from '../iam.ts';
import type { ApiFunction } from '../lambda/function.ts';
import { createArchiveBucket } from './bucket.ts';

type DecisionArchiveArgs = NonNullable<Config['decisionArchive']> &
  Pick<Config, 'protected' | 'kmsKeys' | 'permissionsBoundaryArn'> & {
    function: ApiFunction;
    tags: Record<string, string>;
  };

const objects = 'decisions/';
const failures = 'errors/';

/** Log lines of decisions: from CloudWatch Logs, by Firehose, into a bucket that locks them against changes. */
export class DecisionArchive extends pulumi.ComponentResource {
  readonly streamName: pulumi.Output<string>;
  readonly bucketName: pulumi.Output<string>;

  constructor(name: string, args: DecisionArchiveArgs, opts?: pulumi.ComponentResourceOptions) {
    super('christmas-markets:index:DecisionArchive', name, {}, opts);
    const child = { parent: this };
    const { logGroup } = args.function;
    const kmsKeyArn = args.kmsKeys.archive;
    const { accountId } = aws.getCallerIdentityOutput();

    const bucketArn = createArchiveBucket(name, { ...args, kmsKeyArn }, child);
    const writer = createServiceRole(
      `${name}-write`,
      {
        ...args,
        service: 'firehose.amazonaws.com',
        condition: { StringEquals: { 'aws:SourceAccount': accountId } },
        policy: createWritePolicy(bucketArn, kmsKeyArn),
      },
      child,
    );
    const stream = new aws.kinesis.FirehoseDeliveryStream(
      name,
      {
        destination: 'extended_s3',
        serverSideEncryption: { enabled: true, keyType: 'AWS_OWNED_CMK' },
        extendedS3Configuration: {
          bucketArn,
          roleArn: writer.arn,
          prefix: objects,
          errorOutputPrefix: failures,
          // In seconds and MB. An object has the decisions of this time.
          bufferingInterval: 900,
          bufferingSize: 5,
          // CloudWatch Logs compresses already.
          compressionFormat: 'UNCOMPRESSED',
          fileExtension: '.json.gz',
          ...(kmsKeyArn !== undefined && { kmsKeyArn }),
        },
        tags: args.tags,
      },
      { ...child, dependsOn: writer.policy },
    );
    const sender = createServiceRole(
      `${name}-send`,
      {
        ...args,
        service: 'logs.amazonaws.com',
        condition: { StringLike: { 'aws:SourceArn': toLogsOfAccount(logGroup.arn) } },
        policy: createSendPolicy(stream.arn),
      },
      child,
    );
    new aws.cloudwatch.LogSubscriptionFilter(
      name,
      {
        logGroup: logGroup.name,
        filterPattern: decisionPattern,
        destinationArn: stream.arn,
        roleArn: sender.arn,
      },
      { ...child, dependsOn: sender.policy },
    );

    this.streamName = stream.name;
    this.bucketName = bucketArn.apply((arn) => arn.split(':').at(-1) ?? arn);
    this.registerOutputs();
  }
}

function createWritePolicy(
  bucketArn: pulumi.Output<string>,
  kmsKeyArn: string | undefined,
): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
        Resource: bucketArn,
      },
      {
        Effect: 'Allow',
        Action: ['s3:PutObject', 's3:AbortMultipartUpload'],
        Resource: [objects, failures].map((prefix) => pulumi.interpolate`${bucketArn}/${prefix}*`),
      },
      ...(kmsKeyArn === undefined
        ? []
        : [
            {
              Effect: 'Allow',
              Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
              Resource: kmsKeyArn,
            },
          ]),
    ],
  });
}

function createSendPolicy(streamArn: pulumi.Output<string>): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['firehose:PutRecord', 'firehose:PutRecordBatch'],
        Resource: streamArn,
      },
    ],
  });
}

/** `arn:aws:logs:<region>:<account>:*`, the form that AWS documents. */
function toLogsOfAccount(logGroupArn: pulumi.Output<string>): pulumi.Output<string> {
  return logGroupArn.apply((arn) => `${arn.split(':').slice(0, 5).join(':')}:*`);
}
