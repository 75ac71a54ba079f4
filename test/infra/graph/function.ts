import { readdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { readConfig } from '../../../server/config.ts';
import { outputsSchema } from '../../../server/deployment/outputs.ts';
import { docsFileNames } from '../../../server/docs/files.ts';
import { worstCallMs } from '../../../server/markets/client.ts';
import { licenceTextsFile } from '../../../tools/build/lambda.ts';
import { thorough } from '../../thorough.ts';
import { type Graph, onlyOf, reveal } from '../graph.ts';
import { captureGraph } from '../harness.ts';
import { useGraphs } from './captured.ts';
import { toRecordedEvent } from './recorded-event.ts';
import { find, referencesOf, types } from './references.ts';

const graphs = useGraphs();
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const lambdaSchema = z.object({
  code: z.object({ $archive: z.string() }),
  environment: z.object({ variables: z.record(z.string(), z.string()) }),
});

/** Pulumi takes asset paths from the program's folder. */
function assetOf(graph: Graph): string {
  return resolve('infra', lambdaSchema.parse(onlyOf(graph, types.function).inputs).code.$archive);
}

function variablesOf(graph: Graph): Record<string, string> {
  return lambdaSchema.parse(reveal(onlyOf(graph, types.function).inputs)).environment.variables;
}

describe('the Lambda', () => {
  it('has a time limit above that of a database call and below that of the API', () => {
    const { timeout } = z
      .object({ timeout: z.number() })
      .parse(onlyOf(graphs.split, types.function).inputs);
    expect(timeout * 1_000).toBeGreaterThan(worstCallMs);
    expect(timeout * 1_000).toBeLessThan(30_000);
  });

  it('runs our bundle, traced and logged as JSON to its own log group', () => {
    const { split, full } = graphs;
    const lambda = onlyOf(split, types.function);
    expect(lambda.inputs).toMatchObject({
      runtime: 'nodejs24.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      timeout: 25,
      memorySize: 1024,
      loggingConfig: { logFormat: 'JSON' },
      tracingConfig: { mode: 'Active' },
    });
    expect(lambda.inputs).not.toHaveProperty('reservedConcurrentExecutions');
    expect(onlyOf(full, types.function).inputs.reservedConcurrentExecutions).toBe(7);
    expect(referencesOf(split, lambda, 'role')).toEqual(['function-role']);
    expect(referencesOf(split, lambda, 'loggingConfig')).toEqual(['function-logs']);
    const logs = find(split, types.logGroup, 'function-logs');
    expect(logs.inputs.retentionInDays).toBe(90);
  });

  it('has only the permissions that it uses', () => {
    const { shared } = graphs;
    const policy = onlyOf(shared, types.rolePolicy);
    const table = outputArn('aws:dynamodb/table:Table', 'markets');
    const logs = outputArn('aws:cloudwatch/logGroup:LogGroup', 'function-logs');
    expect(JSON.parse(z.string().parse(policy.inputs.policy))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: `${logs}:log-stream:*`,
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
          Resource: table,
        },
        {
          Effect: 'Allow',
          Action: 'dynamodb:Query',
          Resource: ['city', 'changes', 'owner'].map((name) => `${table}/index/${name}`),
        },
        // X-Ray knows no resources.
        {
          Effect: 'Allow',
          Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
          Resource: '*',
        },
      ],
    });
    expect(referencesOf(shared, policy, 'policy')).toEqual(['function-logs', 'markets']);
    expect(referencesOf(shared, policy, 'role')).toEqual(['function-role']);
    const role = onlyOf(shared, types.role);
    expect(JSON.parse(z.string().parse(role.inputs.assumeRolePolicy)).Statement).toEqual([
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
    ]);
    expect(role.inputs).not.toHaveProperty('managedPolicyArns');
  });

  it('gets the values of the outputs in its environment, and no secret', () => {
    const { split } = graphs;
    const outputs = outputsSchema.parse(reveal(split.outputs));
    expect(readConfig(variablesOf(split))).toEqual({
      TABLE_NAME: outputs.tableName,
      B2C_ISSUER: outputs.issuer,
      B2C_CLIENT_ID: outputs.b2cClientId,
      B2B_ISSUER: outputs.b2bIssuer,
      CITY_HALL_CLIENTS: Object.fromEntries(
        outputs.cityHalls.map(({ clientId, name }) => [clientId, name]),
      ),
      MARKETS_PER_APPLICANT: 50,
      API_URL: outputs.apiUrl,
      B2B_API_URL: outputs.b2bApiUrl,
      AUTHORIZE_URL: outputs.authorizeUrl,
      TOKEN_URL: outputs.tokenUrl,
      B2B_TOKEN_URL: outputs.b2bTokenUrl,
      RATE_LIMIT: 100,
      WRITE_RATE_LIMIT: 20,
      PUBLIC_RATE_LIMIT: 50,
    });
  });
});

describe("the Lambda's asset", () => {
  it('holds the bundle, the city halls, the document and its page', async () => {
    const files = await readdir(assetOf(graphs.shared), { recursive: true });
    expect(files.toSorted()).toEqual(
      [
        'city-halls.json',
        'docs',
        ...docsFileNames.map((name) => `docs/${name}`),
        'index.mjs',
        licenceTextsFile,
        'openapi.json',
      ].toSorted(),
    );
  });

  it.runIf(thorough)('is the same for the same inputs, and differs for other cities', async () => {
    const { shared, split, full } = graphs;
    const again = await captureGraph({ stack: 'dev', overrides: { memorySize: 512 } });
    expect(assetOf(again)).toBe(assetOf(shared));
    expect(assetOf(split)).toBe(assetOf(shared));
    expect(assetOf(full)).not.toBe(assetOf(shared));
  });

  it('serves a recorded event with the environment that it is given', async () => {
    const { shared } = graphs;
    for (const [name, value] of Object.entries(variablesOf(shared))) vi.stubEnv(name, value);
    vi.stubEnv('AWS_REGION', 'eu-central-1');
    // Its log lines.
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const { handler } = await import(pathToFileURL(`${assetOf(shared)}/index.mjs`).href);

    const cities = await handler(toRecordedEvent('GET /v1/cities'), {});
    expect(cities.statusCode).toBe(200);
    expect(JSON.parse(cities.body).items.map(({ key }: { key: string }) => key)).toEqual(
      expect.arrayContaining(['cluj-napoca', 'suceava', 'botosani', 'bucuresti']),
    );

    const document = await handler(toRecordedEvent('GET /openapi.json'), {});
    const { servers } = JSON.parse(document.body);
    expect(servers[0].url).toBe(shared.outputs.apiUrl);
    const own = await handler(
      toRecordedEvent('GET /v1/b2c/christmas-markets/user/{userId}', { userId: 'me' }),
      {},
    );
    expect(own.statusCode).toBe(401);
    const committed = await readFile('openapi.json', 'utf8');
    expect(await readFile(`${assetOf(shared)}/openapi.json`, 'utf8')).toBe(committed);
  });
});

/** As the harness makes them. */
function outputArn(type: string, name: string): string {
  return `arn:aws:${type}:eu-central-1:123456789012:christmas-markets-dev-${name}`;
}
