import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createApp } from '../server/app.ts';
import { readConfig } from '../server/config.ts';
import { createStackEnvironment } from '../server/deployment/environment.ts';
import type { Outputs } from '../server/deployment/outputs.ts';
import { defaultThrottling } from '../server/deployment/throttling.ts';
import { webCallbackPath } from '../server/deployment/web-app.ts';
import type { Handler } from '../server/dispatch.ts';
import { docsCallbackPath } from '../server/docs/files.ts';
import { createLog } from '../server/observe/log.ts';
import { createDocument } from '../server/openapi/document.ts';
import { readDocsSource } from '../tools/build/docs-files.ts';
import { buildWeb } from '../tools/build/web.ts';
import { startApis } from './apis.ts';
import { openDataDir } from './data-dir.ts';
import { startDynamoDB } from './dynamodb/start.ts';
import { loopbackFetcher } from './jwks-fetcher.ts';
import { createOutputs, writeOutputs } from './outputs.ts';
import { defaultCallbackUrls, type StackOptions } from './stack-options.ts';
import { startUserPools, type UserPools } from './user-pools.ts';
import { serveWeb } from './web/serve.ts';

export type Stack = AsyncDisposable & {
  outputs: Outputs;
  outputsFile: string;
  dynamodb: DynamoDBClient;
  signUpConfirmed: UserPools['signUpConfirmed'];
};

const demoApplicant = { email: 'demo@example.com', password: 'Christmas-Market-2026' };

/** Starts the whole backend on loopback: the database, the user pools, and the APIs that call the Lambda's handler. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { dataDir, region, tableName = 'ChristmasMarkets' } = options;
  await using starting = new AsyncDisposableStack();
  const closeOnStop = <Part extends { close(): Promise<void> }>(part: Part) =>
    starting.adopt(part, (started) => started.close());

  closeOnStop(await openDataDir(dataDir, { fresh: options.fresh }));
  const database = closeOnStop(
    await startDynamoDB({
      dataDir,
      endpoint: options.dynamodbEndpoint,
      region,
      tableName,
      timeLimits: options.databaseTimeLimits,
    }),
  );
  // First the port, because the address is a callback URL. The app is built meanwhile.
  const web =
    options.ports.web === undefined ? undefined : closeOnStop(await serveWeb(options.ports.web));
  const building = web && buildWeb();
  building?.catch(() => undefined);
  const callbackUrls = [
    ...(web ? [`${web.url}${webCallbackPath}`] : []),
    ...(options.callbackUrls ?? defaultCallbackUrls),
  ];
  const userPools = closeOnStop(
    await startUserPools({ ...options, callbackUrls: [...new Set(callbackUrls)] }),
  );
  await userPools.signUpConfirmed(demoApplicant);

  // The handler needs the URLs of the APIs, so it is created after they listen.
  const handler = Promise.withResolvers<Handler>();
  const apis = closeOnStop(
    await startApis(options, {
      authorizers: createAuthorizers(userPools),
      allowOrigins: userPools.applicants.callbackUrls.map((url) => new URL(url).origin),
      handler: async (event) => (await handler.promise)(event),
    }),
  );
  const docsCallbackUrl = `${apis.apiUrl}${docsCallbackPath}`;
  userPools.addCallbackUrl(docsCallbackUrl);

  const outputs = createOutputs({
    apiUrl: apis.apiUrl,
    b2bApiUrl: apis.b2bApiUrl,
    userPools,
    docsCallbackUrl,
    webUrl: web?.url,
    cityHalls: options.cityHalls,
    tableName,
    region,
    demoApplicant,
  });
  handler.resolve(createHandler(options, { outputs, dynamodb: database.client }));
  const outputsFile = `${dataDir}/outputs.json`;
  await writeOutputs(outputsFile, outputs);
  await building;
  web?.open(outputs);

  const running = starting.move();
  return {
    outputs,
    outputsFile,
    dynamodb: database.client,
    signUpConfirmed: userPools.signUpConfirmed,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

function createAuthorizers({ issuers, applicants, cityHalls }: UserPools) {
  return {
    b2c: { issuer: issuers.b2c, audience: [applicants.clientId] },
    b2b: { issuer: issuers.b2b, audience: cityHalls.map(({ clientId }) => clientId) },
  };
}

/** The Lambda's handler, with the environment that a deployment with these outputs has. */
function createHandler(
  { throttling = defaultThrottling, marketsPerApplicant, cityHalls, log, store }: StackOptions,
  { outputs, dynamodb }: { outputs: Outputs; dynamodb: DynamoDBClient },
): Handler {
  const environment = createStackEnvironment(outputs, {
    marketsPerApplicant,
    ...(throttling && {
      rateLimit: throttling.throttlingRateLimit,
      writeRateLimit: throttling.writeThrottlingRateLimit,
      publicRateLimit: throttling.publicThrottlingRateLimit,
    }),
  });
  return createApp({
    config: readConfig(environment),
    cityHalls,
    readDocument: createDocument,
    dynamodb,
    log: log ?? createLog(),
    jwksFetcher: loopbackFetcher,
    readDocsFile: readDocsSource,
    store,
  });
}
