import * as pulumi from '@pulumi/pulumi';
import { createSignInUrl } from '../server/deployment/user-pool-settings.ts';
import { webCallbackPath } from '../server/deployment/web-app.ts';
import { docsCallbackPath } from '../server/docs/files.ts';
import { buildWeb } from '../tools/build/web.ts';
import { HttpApi } from './api/api.ts';
import { ApiStage } from './api/stage.ts';
import { DecisionArchive } from './archive/decision-archive.ts';
import * as aws from './aws.ts';
import { TableBackup } from './backup.ts';
import { assertOwnAccount } from './config/arn-rules.ts';
import { readConfig } from './config/config.ts';
import { createLambdaEnvironment } from './environment.ts';
import { ApiFunction } from './lambda/function.ts';
import { Monitoring } from './monitoring/monitoring.ts';
import { ApplicantClient, CityHallClients } from './sign-in/clients.ts';
import { createDomainPrefix, UserPool } from './sign-in/user-pool.ts';
import { Table } from './table.ts';
import { WebFiles } from './web/files.ts';
import { WebSite } from './web/site.ts';

const config = readConfig();
const stack = pulumi.getStack();
const name = `${pulumi.getProject()}-${stack}`;
const tags = { project: pulumi.getProject(), stack };
const split = config.topology === 'split';

const prefix = aws.getCallerIdentityOutput().accountId.apply((accountId) => {
  assertOwnAccount(config, accountId);
  return config.domainPrefix ?? createDomainPrefix(name, accountId);
});
const b2cPool = new UserPool(`${name}-users`, {
  ...config,
  domainPrefix: prefix,
  selfSignUp: true,
  tags,
});
const b2bPool = split
  ? new UserPool(`${name}-city-halls`, {
      ...config,
      domainPrefix: pulumi.interpolate`${prefix}-b2b`,
      selfSignUp: false,
      // This pool has no people.
      mfaRequired: false,
      signInDomain: undefined,
      tags,
    })
  : b2cPool;

// The app's own host name is a callback URL, a logout URL and an origin that may call the API.
const site =
  config.web && new WebSite(`${name}-web`, { ...config.web, protected: config.protected, tags });
const webUrls = (path: string) => (site ? [pulumi.interpolate`${site.url}${path}`] : []);

const b2cApi = new HttpApi(`${name}-api`, {
  ...config,
  corsOrigins: [...config.corsOrigins, ...webUrls('')],
  tags,
});
const b2bApi = split
  ? new HttpApi(`${name}-b2b-api`, { ...config, customDomain: config.b2bCustomDomain, tags })
  : b2cApi;

const applicants = new ApplicantClient(`${name}-applicants`, {
  ...config,
  userPoolId: b2cPool.id,
  // People also sign in on the page at /docs.
  callbackUrls: [
    ...config.callbackUrls,
    ...webUrls(webCallbackPath),
    pulumi.interpolate`${b2cApi.url}${docsCallbackPath}`,
  ],
  logoutUrls: [...config.logoutUrls, ...webUrls('/')],
});
const halls = new CityHallClients(`${name}-halls`, { ...config, userPoolId: b2bPool.id });

const table = new Table(`${name}-markets`, { ...config, tags });
const backup =
  config.backup && new TableBackup(`${name}-backup`, { ...config, ...config.backup, table, tags });
const lambda = new ApiFunction(`${name}-function`, {
  ...config,
  table,
  environment: createLambdaEnvironment({
    ...config,
    table,
    b2c: { pool: b2cPool, api: b2cApi, clientId: applicants.clientId },
    b2b: { pool: b2bPool, api: b2bApi, clients: halls.clients },
  }),
  tags,
});

const archive =
  config.decisionArchive &&
  new DecisionArchive(`${name}-decisions`, {
    ...config,
    ...config.decisionArchive,
    function: lambda,
    tags,
  });

if (config.liveVersion !== undefined && config.liveVersion.canaryPercent === undefined) {
  pulumi.log.warn(
    `Version ${config.liveVersion.version} of the Lambda gets all calls, and newer versions get none, until you run: npm run rollback -- --stack ${stack} --off`,
  );
}

const b2c = { issuer: b2cPool.issuer, audiences: [applicants.clientId] };
const b2b = { issuer: b2bPool.issuer, audiences: halls.clients.map(({ clientId }) => clientId) };
const b2cStage = new ApiStage(`${name}-api-stage`, {
  ...config,
  api: b2cApi,
  function: lambda,
  authorizers: split ? { b2c } : { b2c, b2b },
  tags,
});
const b2bStage = split
  ? new ApiStage(`${name}-b2b-api-stage`, {
      ...config,
      customDomain: config.b2bCustomDomain,
      api: b2bApi,
      function: lambda,
      authorizers: { b2b },
      tags,
    })
  : b2cStage;
const stages = split ? { api: b2cStage, 'b2b-api': b2bStage } : { api: b2cStage };

const monitoring = new Monitoring(`${name}-monitoring`, {
  ...config,
  function: lambda,
  stages,
  table,
  backup,
  archive,
  signIn: { poolId: b2cPool.id, clientId: applicants.clientId },
  tags,
});

if (site) {
  await buildWeb();
  new WebFiles(`${name}-web-files`, {
    bucket: site.bucket,
    config: pulumi.output({
      apiUrl: b2cApi.url,
      issuer: b2cPool.issuer,
      authorizeUrl: b2cPool.authorizeUrl,
      tokenUrl: b2cPool.tokenUrl,
      logoutUrl: b2cPool.logoutUrl,
      b2cClientId: applicants.clientId,
    }),
  });
}

// The keys of `outputsSchema` in server/deployment/outputs.ts.
export const apiUrl = b2cApi.url;
export const b2bApiUrl = b2bApi.url;
export const issuer = b2cPool.issuer;
export const b2bIssuer = b2bPool.issuer;
export const { authorizeUrl, tokenUrl, logoutUrl } = b2cPool;
export const b2bTokenUrl = b2bPool.tokenUrl;
export const b2cClientId = applicants.clientId;
export const { callbackUrls, logoutUrls } = applicants;
export const webUrl = site?.url;
export const cityHalls = halls.clients;
export const tableName = table.name;
export const region = table.region;

/** The URL of the sign-in page, for a browser. */
export const signInUrl = pulumi.all([authorizeUrl, b2cClientId]).apply(([url, clientId]) =>
  createSignInUrl({
    authorizeUrl: url,
    b2cClientId: clientId,
    callbackUrls: config.callbackUrls,
  }),
);

/** For what AWS's CLI does with it in docs/deploy.md. */
export const functionName = lambda.name;

/** For `npm run rollback` and `npm run deploy`: the version that gets the calls, and the newest one. */
export const liveVersion = lambda.alias.functionVersion;
export const { newestVersion } = lambda;

/** For chat applications, which subscribe to it by themselves. */
export const alarmTopicArn = monitoring.topicArn;

/** Where the log lines of decisions are kept; `null` without an archive. Pulumi warns of undefined outputs. */
export const decisionArchiveBucket = archive?.bucketName ?? null;

/** For `npm run deploy`: the alarms that end a canary deployment. */
export const { rollbackAlarms } = monitoring;

/** The DNS records of custom domains without a hosted zone. */
export const dnsRecords = [...Object.values(stages), b2cPool, ...(site ? [site] : [])].flatMap(
  (each) => each.dnsRecords,
);
