import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { LogItem } from '@aws-lambda-powertools/logger';
import { Logger } from '@aws-lambda-powertools/logger';
import { DeleteTableCommand, type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { GatewayTimeLimits } from '../local/gateway/gateway.ts';
import { defaultCityHalls } from '../local/options.ts';
import { signIn } from '../local/sign-in/sign-in.ts';
import { startStack } from '../local/stack.ts';
import type { StackOptions } from '../local/stack-options.ts';
import type { Outputs } from '../server/deployment/outputs.ts';
import { cityHallsSchema } from '../server/domain/cities.ts';
import { type DatabaseTimeLimits, databaseTimeLimits } from '../server/markets/client.ts';
import { createLog, type Log } from '../server/observe/log.ts';
import { createKeyGenerator } from './signing-keys.ts';

export type TestStack = AsyncDisposable & {
  outputs: Outputs;
  outputsFile: string;
  dynamodb: DynamoDBClient;
  /** What was announced, the confirmation codes among it. */
  announced: readonly string[];
  /** The log's JSON lines. */
  logged: readonly string[];
  applicant(name: string): Promise<Applicant>;
  /** An access token by client credentials. */
  cityHall(name: string, scopes?: readonly string[]): Promise<string>;
  /** Every market in the table, raw. */
  stored(): Promise<Record<string, unknown>[]>;
  /** Every notice of a withdrawn market in the table, raw. */
  storedNotices(): Promise<Record<string, unknown>[]>;
};

function isNotice({ userId }: Record<string, unknown>): boolean {
  return String(userId).startsWith('withdrawn#');
}

export type Applicant = { userId: string; token: string; idToken: string };

/** A busy machine is slow, and its database has not failed. Production's limits have tests of their own. */
export const patientTimeLimits: DatabaseTimeLimits = {
  ...databaseTimeLimits,
  connectionMs: 60_000,
  responseMs: 60_000,
  attemptMs: 60_000,
  callMs: 60_000,
};

/** A busy machine is slow, and its issuer and Lambda have not failed. */
export const patientGatewayTimeLimits: GatewayTimeLimits = {
  integrationTimeoutMs: 120_000,
  issuerTimeoutMs: 60_000,
};

/** The whole local stack on free ports, with a data folder and a table of its own. */
export async function startTestStack(options: Partial<StackOptions> = {}): Promise<TestStack> {
  await using starting = new AsyncDisposableStack();
  const dataDir = await mkdtemp(`${tmpdir()}/christmas-markets-`);
  starting.defer(() => rm(dataDir, { recursive: true, force: true }));
  const announced: string[] = [];
  const lines: string[] = [];
  const stack = starting.use(
    await startStack({
      ports: { api: 0, b2bApi: 0, issuer: 0 },
      dataDir,
      fresh: false,
      topology: 'shared',
      cityHalls: cityHallsSchema.parse(defaultCityHalls),
      dynamodbEndpoint: process.env.DYNAMODB_ENDPOINT,
      tableName: `ChristmasMarkets-test-${randomUUID()}`,
      region: process.env.AWS_REGION ?? 'eu-central-1',
      // Hundreds of sign-ins: the real cost has a test of its own.
      passwordCost: 2 ** 10,
      generateKey: createKeyGenerator(),
      databaseTimeLimits: patientTimeLimits,
      gatewayTimeLimits: patientGatewayTimeLimits,
      // Tests send more requests per second than a deployment allows.
      throttling: null,
      announce: (line) => announced.push(line),
      log: createLineLog(lines),
      ...options,
    }),
  );
  const { outputs } = stack;
  if (process.env.DYNAMODB_ENDPOINT !== undefined) {
    starting.defer(async () => {
      await stack.dynamodb.send(new DeleteTableCommand({ TableName: outputs.tableName }));
    });
  }
  async function readTable() {
    const items: Record<string, unknown>[] = [];
    const scan = { TableName: outputs.tableName, ConsistentRead: true };
    for await (const { Items = [] } of paginateScan({ client: stack.dynamodb }, scan)) {
      items.push(...Items.map((item) => unmarshall(item)));
    }
    return items;
  }

  const running = starting.move();
  return {
    outputs,
    outputsFile: stack.outputsFile,
    dynamodb: stack.dynamodb,
    announced,
    logged: lines,
    async applicant(name) {
      const credentials = { email: `${name}@example.com`, password: 'Mulled-Wine-2026' };
      const { sub } = await stack.signUpConfirmed(credentials);
      const tokens = await signIn({
        authorizeUrl: outputs.authorizeUrl,
        tokenUrl: outputs.tokenUrl,
        clientId: outputs.b2cClientId,
        redirectUri: outputs.callbackUrls[0] ?? '',
        ...credentials,
      });
      return { userId: sub, token: tokens.access_token, idToken: tokens.id_token ?? '' };
    },
    cityHall: (name, scopes) => getMachineToken(outputs, name, scopes),
    stored: async () => (await readTable()).filter((item) => !isNotice(item)),
    storedNotices: async () => (await readTable()).filter(isNotice),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

async function getMachineToken(
  { cityHalls, b2bTokenUrl }: Outputs,
  name: string,
  scopes?: readonly string[],
): Promise<string> {
  const hall = cityHalls.find((each) => each.name === name);
  if (hall === undefined) throw new Error(`There is no city hall ${name}`);
  const response = await fetch(b2bTokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${hall.clientId}:${hall.clientSecret}`)}` },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      ...(scopes && { scope: scopes.join(' ') }),
    }),
  });
  const body = z.object({ access_token: z.string() }).parse(await response.json());
  return body.access_token;
}

class LineLogger extends Logger {
  readonly #lines: string[];

  constructor(lines: string[]) {
    super({ serviceName: 'test' });
    this.#lines = lines;
  }

  protected override printLog(_level: number, log: LogItem): void {
    this.#lines.push(JSON.stringify(log.getAttributes(), this.getJsonReplacer()));
  }
}

/** For handlers whose log is not what a test is about. */
export const silentLog: Log = { call() {}, refusal() {} };

/** A log that keeps its JSON lines. */
export function createLineLog(lines: string[]): Log {
  return createLog(new LineLogger(lines));
}
