import { furtherRecordRights, recordRightsByType } from './record-rights.ts';
import { type Rights, rightsByType, rightsOnAll, webRightsByType } from './rights.ts';

const roles = 'arn:aws:iam::*:role/christmas-markets-*';

/** `ACCOUNT` is replaced by hand, or by `aws iam create-policy`'s caller. */
const boundaryArn = 'arn:aws:iam::ACCOUNT:policy/christmas-markets-boundary';

/** Of `kmsKeys.table`. */
const viaDynamoDB = { StringLike: { 'kms:ViaService': 'dynamodb.*.amazonaws.com' } };

/** The most that a role of the program can do, with any policy. */
export function createBoundary() {
  return createDocument([
    {
      Sid: 'Data',
      Effect: 'Allow',
      Action: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'BatchGetItem'].map(
        (action) => `dynamodb:${action}`,
      ),
      Resource: [
        'arn:aws:dynamodb:*:*:table/christmas-markets-*',
        'arn:aws:dynamodb:*:*:table/christmas-markets-*/index/*',
      ],
    },
    {
      Sid: 'Logs',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: 'arn:aws:logs:*:*:log-group:christmas-markets-*',
    },
    {
      Sid: 'TableKey',
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: 'arn:aws:kms:*:*:key/*',
      Condition: viaDynamoDB,
    },
    {
      Sid: 'Traces',
      Effect: 'Allow',
      Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
      Resource: '*',
    },
    {
      Sid: 'Backups',
      Effect: 'Allow',
      Action: [
        ...['DescribeTable', 'CreateBackup', 'StartAwsBackupJob', 'ListTagsOfResource'].map(
          (action) => `dynamodb:${action}`,
        ),
        ...['dynamodb:DescribeBackup', 'dynamodb:DeleteBackup'],
      ],
      Resource: [
        'arn:aws:dynamodb:*:*:table/christmas-markets-*',
        'arn:aws:dynamodb:*:*:table/christmas-markets-*/backup/*',
      ],
    },
    {
      Sid: 'Vaults',
      Effect: 'Allow',
      Action: [
        ...['DescribeBackupVault', 'CopyIntoBackupVault', 'CopyFromBackupVault'].map(
          (action) => `backup:${action}`,
        ),
        'tag:GetResources',
      ],
      Resource: '*',
    },
    {
      Sid: 'Archive',
      Effect: 'Allow',
      Action: [
        ...['GetBucketLocation', 'ListBucket', 'ListBucketMultipartUploads', 'PutObject'].map(
          (action) => `s3:${action}`,
        ),
        ...['s3:AbortMultipartUpload', 'firehose:PutRecord', 'firehose:PutRecordBatch'],
      ],
      Resource: [
        'arn:aws:s3:::christmas-markets-*',
        'arn:aws:firehose:*:*:deliverystream/christmas-markets-*',
      ],
    },
    {
      Sid: 'ArchiveKey',
      Effect: 'Allow',
      Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
      Resource: 'arn:aws:kms:*:*:key/*',
      Condition: { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } },
    },
    {
      Sid: 'BackupKeys',
      Effect: 'Allow',
      Action: ['kms:DescribeKey', 'kms:GenerateDataKey', 'kms:Decrypt', 'kms:CreateGrant'],
      Resource: 'arn:aws:kms:*:*:key/*',
      Condition: { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*-backup-role-*' } },
    },
  ]);
}

/** What a deploy may do. It creates roles with the boundary only, so it cannot give itself more. */
export function createDeployerPolicy() {
  return createDocument([
    ...createStatements(rightsByType),
    { Effect: 'Allow', Action: rightsOnAll, Resource: '*' },
    {
      Effect: 'Allow',
      Action: ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:PutRolePermissionsBoundary'],
      Resource: roles,
      Condition: { StringEquals: { 'iam:PermissionsBoundary': boundaryArn } },
    },
    {
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: roles,
      Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
    },
    {
      Effect: 'Allow',
      Action: 'iam:CreateServiceLinkedRole',
      Resource: 'arn:aws:iam::*:role/aws-service-role/*',
      Condition: {
        StringEquals: {
          'iam:AWSServiceName': ['ops.apigateway.amazonaws.com', 'email.cognito-idp.amazonaws.com'],
        },
      },
    },
    {
      Effect: 'Allow',
      Action: ['kms:DescribeKey', 'kms:CreateGrant', 'kms:Decrypt'],
      Resource: 'arn:aws:kms:*:*:key/*',
      Condition: viaDynamoDB,
    },
    {
      Effect: 'Allow',
      Action: 'route53:GetChange',
      Resource: 'arn:aws:route53:::change/*',
    },
  ]);
}

/** What a deploy of the app may do in addition. */
export function createWebDeployerPolicy() {
  return createDocument(createStatements(webRightsByType));
}

/** What a deploy with `backup` or `decisionArchive` may do in addition. */
export function createRecordsDeployerPolicy() {
  return createDocument([
    ...createStatements(recordRightsByType),
    ...createStatements(furtherRecordRights),
    {
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: roles,
      Condition: {
        StringEquals: {
          'iam:PassedToService': [
            'backup.amazonaws.com',
            'firehose.amazonaws.com',
            'logs.amazonaws.com',
          ],
        },
      },
    },
    {
      Effect: 'Allow',
      Action: 'iam:CreateServiceLinkedRole',
      Resource: 'arn:aws:iam::*:role/aws-service-role/*',
      Condition: { StringEquals: { 'iam:AWSServiceName': 'backup.amazonaws.com' } },
    },
    {
      Effect: 'Allow',
      Action: ['DescribeKey', 'CreateGrant', 'RetireGrant', 'GenerateDataKey', 'Decrypt'].map(
        (action) => `kms:${action}`,
      ),
      Resource: 'arn:aws:kms:*:*:key/*',
      Condition: { StringLike: { 'kms:ViaService': 'backup.*.amazonaws.com' } },
    },
  ]);
}

function createStatements(rights: Readonly<Record<string, Rights>> | readonly Rights[]) {
  const byResources = Map.groupBy(Object.values(rights), ({ resources }) =>
    JSON.stringify(resources),
  );
  return [...byResources.values()].map((group) => ({
    Effect: 'Allow',
    Action: [...new Set(group.flatMap(({ actions }) => actions))],
    Resource: group[0]?.resources ?? [],
  }));
}

function createDocument<Statement>(statements: readonly Statement[]) {
  return { Version: '2012-10-17', Statement: statements };
}
