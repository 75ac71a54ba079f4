import * as pulumi from '@pulumi/pulumi';
import type { CityHall } from '../../server/domain/cities.ts';
import { lambdaHandler } from '../../tools/build/lambda.ts';
import * as aws from '../aws.ts';
import type { Config } from '../config/schema.ts';
import { createServiceRole } from '../iam.ts';
import type { Table } from '../table.ts';
import { buildLambdaAsset } from './asset.ts';

type ApiFunctionArgs = Pick<
  Config,
  | 'memorySize'
  | 'reservedConcurrency'
  | 'logRetentionDays'
  | 'protected'
  | 'liveVersion'
  | 'permissionsBoundaryArn'
  | 'kmsKeys'
> & {
  table: Table;
  cityHalls: readonly CityHall[];
  environment: Record<string, pulumi.Input<string>>;
  tags: Record<string, string>;
};

/** Below the 30 s of an HTTP API, so the response with the error is ours and not the gateway's. */
export const timeoutSeconds = 25;

/** The one Lambda, with its role, its log group and the alias that the APIs call. */
export class ApiFunction extends pulumi.ComponentResource {
  readonly name: pulumi.Output<string>;
  readonly alias: aws.lambda.Alias;
  readonly newestVersion: pulumi.Output<string>;
  readonly logGroup: aws.cloudwatch.LogGroup;

  constructor(name: string, args: ApiFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super('christmas-markets:index:ApiFunction', name, {}, opts);
    const child = { parent: this };
    const { tags, table } = args;

    const logGroup = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      {
        retentionInDays: args.logRetentionDays,
        ...(args.kmsKeys.logs !== undefined && { kmsKeyId: args.kmsKeys.logs }),
        deletionProtectionEnabled: args.protected,
        tags,
      },
      // The only record of deleted decisions, and of the erasures to repeat after a restore.
      { ...child, protect: args.protected },
    );
    const role = createServiceRole(
      name,
      {
        ...args,
        service: 'lambda.amazonaws.com',
        policy: createPolicy(logGroup.arn, table, args.kmsKeys.table),
      },
      child,
    );
    const lambda = new aws.lambda.Function(
      name,
      {
        role: role.arn,
        runtime: 'nodejs24.x',
        architectures: ['arm64'],
        handler: lambdaHandler,
        code: buildLambdaAsset(args.cityHalls),
        memorySize: args.memorySize,
        timeout: timeoutSeconds,
        ...(args.reservedConcurrency !== undefined && {
          reservedConcurrentExecutions: args.reservedConcurrency,
        }),
        environment: { variables: args.environment },
        loggingConfig: { logFormat: 'JSON', logGroup: logGroup.name },
        tracingConfig: { mode: 'Active' },
        // A version holds code and environment together. An update changes them one after the other, in
        // $LATEST, which no API calls.
        publish: true,
        tags,
      },
      { ...child, dependsOn: role.policy },
    );

    this.name = lambda.name;
    this.newestVersion = lambda.version;
    this.alias = new aws.lambda.Alias(
      `${name}-live`,
      {
        name: 'live',
        functionName: lambda.name,
        ...createTarget(lambda.version, args.liveVersion),
      },
      child,
    );
    this.logGroup = logGroup;
    this.registerOutputs();
  }
}

/** The version that gets the calls: the newest, unless a rollback or a canary deployment names another. */
function createTarget(
  newest: pulumi.Output<string>,
  live: Config['liveVersion'],
): Pick<aws.lambda.AliasArgs, 'functionVersion' | 'routingConfig'> {
  if (live === undefined) return { functionVersion: newest };
  const { version, canaryPercent } = live;
  const functionVersion = String(version);
  if (canaryPercent === undefined) return { functionVersion };
  const routingConfig = newest.apply((each) =>
    each === functionVersion
      ? undefined
      : { additionalVersionWeights: { [each]: canaryPercent / 100 } },
  );
  return { functionVersion, routingConfig };
}

function createPolicy(
  logGroupArn: pulumi.Output<string>,
  table: Table,
  tableKeyArn: string | undefined,
): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: pulumi.interpolate`${logGroupArn}:log-stream:*`,
      },
      {
        Effect: 'Allow',
        Action: [
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:UpdateItem',
          'dynamodb:DeleteItem',
          'dynamodb:Query',
          'dynamodb:BatchGetItem',
        ],
        Resource: table.arn,
      },
      { Effect: 'Allow', Action: 'dynamodb:Query', Resource: table.indexArns },
      // DynamoDB decrypts the table's key in the name of its caller.
      ...(tableKeyArn === undefined
        ? []
        : [{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: tableKeyArn }]),
      {
        Effect: 'Allow',
        Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
        // X-Ray has no resources for these two actions, and Lambda requires both for tracing.
        Resource: '*',
      },
    ],
  });
}
