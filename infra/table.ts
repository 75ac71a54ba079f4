import * as pulumi from '@pulumi/pulumi';
import { keyAttributes, marketTable } from '../server/markets/table.ts';
import * as aws from './aws.ts';
import type { Config } from './config/schema.ts';

type TableArgs = Pick<Config, 'protected' | 'recoveryDays' | 'kmsKeys'> & {
  tags: Record<string, string>;
};

/** The DynamoDB table of the markets. */
export class Table extends pulumi.ComponentResource {
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly indexArns: pulumi.Output<string>[];
  readonly region: pulumi.Output<string>;

  constructor(name: string, args: TableArgs, opts?: pulumi.ComponentResourceOptions) {
    super('christmas-markets:index:Table', name, {}, opts);
    const { hashKey, rangeKey, indexes, expiry } = marketTable;

    const table = new aws.dynamodb.Table(
      name,
      {
        hashKey,
        rangeKey,
        attributes: keyAttributes.map((attribute) => ({ name: attribute, type: 'S' })),
        globalSecondaryIndexes: indexes.map((index) => ({
          name: index.name,
          keySchemas: [
            { attributeName: index.hashKey, keyType: 'HASH' },
            { attributeName: index.rangeKey, keyType: 'RANGE' },
          ],
          projectionType: index.projection,
        })),
        ttl: { attributeName: expiry, enabled: true },
        billingMode: 'PAY_PER_REQUEST',
        pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: args.recoveryDays },
        // By default with the account's aws/dynamodb key, whose use is recorded by CloudTrail.
        serverSideEncryption: {
          enabled: true,
          ...(args.kmsKeys.table !== undefined && { kmsKeyArn: args.kmsKeys.table }),
        },
        deletionProtectionEnabled: args.protected,
        tags: args.tags,
      },
      { parent: this, protect: args.protected },
    );

    this.name = table.name;
    this.arn = table.arn;
    this.indexArns = indexes.map(({ name }) => pulumi.interpolate`${table.arn}/index/${name}`);
    this.region = table.region;
    this.registerOutputs();
  }
}
