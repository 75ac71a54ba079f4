import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { startDynamoDB } from '../../../local/dynamodb/start.ts';
import { outputsSchema } from '../../../server/deployment/outputs.ts';
import { account, certificateArn, domain, kmsKeyArn } from '../config-fixture.ts';
import { type Graph, ofType, onlyOf, reveal } from '../graph.ts';
import { captureGraph } from '../harness.ts';
import { useGraphs } from './captured.ts';
import { find, toShortName, types } from './references.ts';

const graphs = useGraphs();

describe('outputs', () => {
  it('are those of the local stack, the sign-in URL, the missing DNS records and the versions', () => {
    const { demoApplicant: _, webUrl: __, ...shape } = outputsSchema.shape;
    for (const { outputs } of [graphs.shared, graphs.split, graphs.full]) {
      expect(Object.keys(outputs).toSorted()).toEqual(
        [
          ...Object.keys(shape),
          ...[
            'alarmTopicArn',
            'decisionArchiveBucket',
            'dnsRecords',
            'functionName',
            'liveVersion',
            'newestVersion',
            'rollbackAlarms',
            'signInUrl',
          ],
        ].toSorted(),
      );
      const read = outputsSchema.parse(reveal(outputs));
      const signIn = new URL(String(outputs.signInUrl));
      expect(signIn.href).toContain(read.authorizeUrl);
      expect(Object.fromEntries(signIn.searchParams)).toMatchObject({
        client_id: read.b2cClientId,
        redirect_uri: read.callbackUrls[0],
      });
    }
  });

  it('name the DNS records that are left to be made by hand', () => {
    expect(graphs.split.outputs.dnsRecords).toEqual([]);
    expect(graphs.full.outputs.dnsRecords).toEqual([
      {
        domainName: 'halls.example.org',
        targetDomainName: 'd-1.execute-api.eu-central-1.amazonaws.com',
        hostedZoneId: 'Z1',
      },
    ]);
  });

  it('name one API and one issuer where they are shared, and two where they are split', () => {
    const { shared, split } = graphs;
    expect(shared.outputs.apiUrl).toBe(shared.outputs.b2bApiUrl);
    expect(shared.outputs.issuer).toBe(shared.outputs.b2bIssuer);
    expect(split.outputs.apiUrl).not.toBe(split.outputs.b2bApiUrl);
    expect(split.outputs.tokenUrl).not.toBe(split.outputs.b2bTokenUrl);
    expect(graphs.full.outputs.b2bTokenUrl).toBe(
      'https://markets-example-b2b.auth.eu-central-1.amazoncognito.com/oauth2/token',
    );
  });
});

describe('the table', () => {
  it('is the one that the local stack creates', async () => {
    const dataDir = await mkdtemp(`${tmpdir()}/christmas-markets-`);
    const tableName = 'markets';
    const local = await startDynamoDB({
      dataDir,
      endpoint: undefined,
      region: 'eu-central-1',
      tableName,
    });
    try {
      const { Table } = await local.client.send(new DescribeTableCommand({ TableName: tableName }));
      const { inputs } = onlyOf(graphs.shared, types.table);
      const [hashKey, rangeKey] = Table?.KeySchema ?? [];
      expect([inputs.hashKey, inputs.rangeKey]).toEqual([
        hashKey?.AttributeName,
        rangeKey?.AttributeName,
      ]);
      expect(inputs.attributes).toEqual(
        expect.arrayContaining(
          (Table?.AttributeDefinitions ?? []).map((attribute) => ({
            name: attribute.AttributeName,
            type: attribute.AttributeType,
          })),
        ),
      );
      expect(inputs.attributes).toHaveLength(Table?.AttributeDefinitions?.length ?? 0);
      expect(inputs.globalSecondaryIndexes).toEqual(
        Table?.GlobalSecondaryIndexes?.map((index) => ({
          name: index.IndexName,
          keySchemas: index.KeySchema?.map((key) => ({
            attributeName: key.AttributeName,
            keyType: key.KeyType,
          })),
          projectionType: index.Projection?.ProjectionType,
        })),
      );
    } finally {
      await local.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  it('is encrypted, on demand, and can be set back to any second', () => {
    expect(onlyOf(graphs.split, types.table).inputs).toMatchObject({
      billingMode: 'PAY_PER_REQUEST',
      pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 35 },
      serverSideEncryption: { enabled: true },
    });
  });

  it('can be set back for as long as configured, which is never longer than the log of erasures', () => {
    expect(onlyOf(graphs.shared, types.table).inputs.pointInTimeRecovery).toEqual({
      enabled: true,
      recoveryPeriodInDays: 7,
    });
  });
});

describe('protection', () => {
  const protectedIn = ({ resources }: Graph) =>
    resources
      .filter((resource) => resource.protect)
      .map((resource) => `${resource.type} ${toShortName(resource)}`)
      .toSorted();

  it('protects in prod the resources that cannot be created again', () => {
    expect(protectedIn(graphs.split)).toEqual([
      `${types.api} api`,
      `${types.api} b2b-api`,
      `${types.logGroup} api-stage-access`,
      `${types.logGroup} b2b-api-stage-access`,
      `${types.logGroup} function-logs`,
      `${types.userPool} city-halls`,
      `${types.userPool} users`,
      `${types.client} applicants`,
      `${types.client} halls-bucharest-1`,
      `${types.client} halls-cluj-1`,
      `${types.client} halls-iasi-1`,
      `${types.client} halls-north-1`,
      `${types.userPoolDomain} city-halls-domain`,
      `${types.userPoolDomain} users-domain`,
      `${types.table} markets`,
    ]);
    expect(onlyOf(graphs.split, types.table).inputs.deletionProtectionEnabled).toBe(true);
    for (const { type, inputs } of graphs.split.resources) {
      if (type === types.userPool) expect(inputs.deletionProtection).toBe('ACTIVE');
      if (type === types.logGroup) expect(inputs.deletionProtectionEnabled).toBe(true);
    }
  });

  it('protects nothing in dev: `pulumi destroy` deletes everything', () => {
    expect(protectedIn(graphs.shared)).toEqual([]);
    expect(onlyOf(graphs.shared, types.table).inputs.deletionProtectionEnabled).toBe(false);
    expect(onlyOf(graphs.shared, types.userPool).inputs.deletionProtection).toBe('INACTIVE');
    // AWS would make a log group of its own for a Lambda that has none, and leave it behind.
    expect(onlyOf(graphs.shared, types.function).inputs.loggingConfig).toMatchObject({
      logGroup: expect.any(String),
    });
    const kept = graphs.shared.resources.filter(
      ({ inputs }) => inputs.skipDestroy === true || inputs.retainOnDelete === true,
    );
    expect(kept).toEqual([]);
  });

  it('tags every resource that supports tags with project and stack', () => {
    const tagged = [types.api, types.function, types.table, types.userPool, types.logGroup];
    for (const { type, inputs } of graphs.split.resources) {
      if (tagged.some((each) => each === type)) {
        expect(inputs.tags).toMatchObject({ project: 'christmas-markets', stack: 'prod' });
      }
    }
  });
});

describe('the program', () => {
  it('refuses a certificate of another account than the one of the credentials', async () => {
    const foreign = certificateArn.replace(account, '210987654321');
    const run = captureGraph({
      stack: 'dev',
      preview: true,
      overrides: { customDomain: { ...domain, certificateArn: foreign } },
    });
    await expect(run).rejects.toThrow(
      /Pulumi\.dev\.yaml is invalid:\n.* christmas-markets:customDomain: arn:.* is of another account: write/,
    );
  });
});

describe('customer-managed keys', () => {
  it('encrypt table, logs and alarms where they are given, and the Lambda may decrypt the table', () => {
    const { full, split } = graphs;
    expect(onlyOf(full, types.table).inputs.serverSideEncryption).toEqual({
      enabled: true,
      kmsKeyArn,
    });
    expect(onlyOf(full, types.topic).inputs.kmsMasterKeyId).toBe(kmsKeyArn);
    expect(ofType(full, types.logGroup).map(({ inputs }) => inputs.kmsKeyId)).toEqual([
      kmsKeyArn,
      kmsKeyArn,
      kmsKeyArn,
    ]);
    expect(find(full, types.rolePolicy, 'function-policy').inputs.policy).toContain(
      `{"Effect":"Allow","Action":"kms:Decrypt","Resource":"${kmsKeyArn}"}`,
    );
    expect(JSON.stringify(split)).not.toMatch(/kms(KeyArn|KeyId|MasterKeyId|:)/);
  });
});
