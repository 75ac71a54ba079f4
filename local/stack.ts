import { mkdir } from 'node:fs/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createApp } from '../server/app.ts';
import { readConfig } from '../server/config.ts';
import { createStackEnvironment } from '../server/deployment/environment.ts';
import type { Outputs } from '../server/deployment/outputs.ts';
import { defaultThrottling, type Throttling } from '../server/deployment/throttling.ts';
import type { Handler } from '../server/dispatch.ts';
import { docsCallbackPath } from '../server/docs/files.ts';
import type { CityHall } from '../server/domain/cities.ts';
import type { DatabaseTimeLimits } from '../server/markets/client.ts';
import { createLog, type Log } from '../server/observe/log.ts';
import { createDocument } from '../server/openapi/document.ts';
import { readDocsSource } from '../tools/build/docs-files.ts';
import { type ApiPorts, startApis } from './apis.ts';
import { openClientCredentials } from './clients.ts';
import { openDataDir } from './data-dir.ts';
import { startDynamoDB } from './dynamodb/start.ts';
import type { FaultSettings } from './gateway/faults.ts';
import type { AccessLogEntry } from './gateway/gateway.ts';
import { createIssuer } from './issuer/issuer.ts';
import type { Lifetimes } from './issuer/types.ts';
import { loopbackFetcher } from './jwks-fetcher.ts';
import { createOutputs, writeOutputs } from './outputs.ts';
import { createPools, type Topology } from './pools.ts';

export type StackOptions = {
  /** 0 takes a free port, everywhere. */
  ports: ApiPorts & { issuer: number };
  dataDir: string;
  /** Whether to empty the data folder first. */
  fresh: boolean;
  topology: Topology;
  cityHalls: readonly CityHall[];
  /** The URL of a DynamoDB. Without it, the embedded one starts. */
  dynamodbEndpoint?: string | undefined;
  /** Stacks that share a DynamoDB need different names. */
  tableName?: string;
  region: string;
  marketsPerApplicant?: number | undefined;
  /** The URLs that sign-in may redirect to. Pages of their origins may call the API. */
  callbackUrls?: string[] | undefined;
  /** Shows a line to the developer: confirmation codes. */
  announce: (line: string) => void;
  accessLog?: (entry: AccessLogEntry) => void;
  /** `null`: none. @default the limits of a deployment */
  throttling?: Throttling | null | undefined;
  /** Faults that the APIs inject. */
  faults?: FaultSettings | undefined;
  /** @default JSON lines on standard output, as in Lambda */
  log?: Log;
  lifetimes?: Partial<Lifetimes>;
  /** @see IssuerOptions.passwordCost */
  passwordCost?: number;
  /** The Lambda's, unless given. */
  databaseTimeLimits?: DatabaseTimeLimits;
};

export type Stack = AsyncDisposable & {
  outputs: Outputs;
  outputsFile: string;
  dynamodb: DynamoDBClient;
  /** Ensures that a confirmed applicant with this password exists. */
  signUpConfirmed(credentials: { email: string; password: string }): Promise<{ sub: string }>;
};

const demoApplicant = { email: 'demo@example.com', password: 'Christmas-Market-2026' };

export const defaultCallbackUrls = [
  'http://localhost:3000/callback',
  'http://localhost:5173/callback',
];

/** Starts the whole backend on loopback: the database, the issuer, and the APIs before the Lambda's handler. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { dataDir, topology, cityHalls, region, tableName = 'ChristmasMarkets' } = options;
  const { throttling = defaultThrottling } = options;
  await using starting = new AsyncDisposableStack();
  const onStop = <T extends { close(): Promise<void> }>(part: T) =>
    starting.adopt(part, (started) => started.close());

  onStop(await openDataDir(dataDir, { fresh: options.fresh }));
  const credentials = await openClientCredentials(
    dataDir,
    cityHalls.map((hall) => hall.name),
  );
  const database = onStop(
    await startDynamoDB({
      dataDir,
      endpoint: options.dynamodbEndpoint,
      region,
      tableName,
      timeLimits: options.databaseTimeLimits,
    }),
  );

  const { callbackUrls: appCallbackUrls = defaultCallbackUrls } = options;
  const logoutUrls = [...new Set(appCallbackUrls.map((url) => new URL('/', url).href))];
  // The page at /docs joins them once its port is known.
  const callbackUrls = [...appCallbackUrls];
  const pools = createPools({
    topology,
    region,
    credentials,
    cityHalls,
    callbackUrls,
    logoutUrls,
  });
  await mkdir(`${dataDir}/issuer`, { recursive: true, mode: 0o700 });
  const issuer = await createIssuer({
    pools: pools.all,
    dataDir: `${dataDir}/issuer`,
    announce: options.announce,
    ...(options.lifetimes && { lifetimes: options.lifetimes }),
    ...(options.passwordCost && { passwordCost: options.passwordCost }),
  });
  await issuer.signUpConfirmed(pools.b2c.poolId, demoApplicant);
  const { origin } = onStop(await issuer.listen(options.ports.issuer));

  // The document contains the URLs of the APIs, so the handler is created after they listen.
  const handler = Promise.withResolvers<Handler>();
  const b2cIssuer = `${origin}/${pools.b2c.poolId}`;
  const b2bIssuer = `${origin}/${pools.b2b.poolId}`;
  const apis = onStop(
    await startApis({
      ports: options.ports,
      topology,
      authorizers: {
        b2c: { issuer: b2cIssuer, audience: [credentials.applicants.clientId] },
        b2b: { issuer: b2bIssuer, audience: pools.halls.map((hall) => hall.clientId) },
      },
      allowOrigins: [...new Set(appCallbackUrls.map((url) => new URL(url).origin))],
      throttling,
      faults: options.faults,
      handler: async (event) => (await handler.promise)(event),
      accessLog: options.accessLog,
    }),
  );
  callbackUrls.push(`${apis.apiUrl}${docsCallbackPath}`);
  const outputs = createOutputs({
    apiUrl: apis.apiUrl,
    b2bApiUrl: apis.b2bApiUrl,
    issuer: b2cIssuer,
    b2bIssuer,
    b2cClientId: credentials.applicants.clientId,
    callbackUrls,
    logoutUrls,
    cityHalls,
    hallClients: pools.halls,
    tableName,
    region,
    demoApplicant,
  });
  handler.resolve(
    createApp({
      config: readConfig(
        createStackEnvironment(outputs, {
          marketsPerApplicant: options.marketsPerApplicant,
          ...(throttling && {
            rateLimit: throttling.throttlingRateLimit,
            writeRateLimit: throttling.writeThrottlingRateLimit,
          }),
        }),
      ),
      cityHalls,
      document: createDocument(),
      dynamodb: database.client,
      log: options.log ?? createLog(),
      jwksFetcher: loopbackFetcher,
      readDocsFile: readDocsSource,
    }),
  );

  const outputsFile = `${dataDir}/outputs.json`;
  await writeOutputs(outputsFile, outputs);
  const running = starting.move();
  return {
    outputs,
    outputsFile,
    dynamodb: database.client,
    signUpConfirmed: (credentials) => issuer.signUpConfirmed(pools.b2c.poolId, credentials),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
