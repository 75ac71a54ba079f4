import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import type { DynamoDBClient, DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { createDynamoDBClient, type DatabaseTimeLimits } from '../../server/markets/client.ts';
import { UserError } from '../../tools/program.ts';
import { startEmbeddedDynamoDB } from './embedded.ts';
import { deleteExpired } from './expire.ts';
import { finishWrites } from './finish-writes.ts';
import { prepareTable } from './table.ts';

export type LocalDynamoDB = { client: DynamoDBClient; close(): Promise<void> };

/** The embedded database in `dataDir`, or the one at `endpoint`, with the table in it. */
export async function startDynamoDB({
  dataDir,
  endpoint,
  region,
  tableName,
  timeLimits,
}: {
  dataDir: string;
  endpoint: string | undefined;
  region: string;
  tableName: string;
  timeLimits?: DatabaseTimeLimits | undefined;
}): Promise<LocalDynamoDB> {
  const embedded =
    endpoint === undefined ? await startEmbeddedDynamoDB(`${dataDir}/dynamodb`) : undefined;
  const run = embedded && (await startRun(`${dataDir}/dynamodb.running`));
  const credentials = embedded
    ? { credentials: embedded.credentials }
    : chooseCredentials(endpoint ?? '');
  const client = createDynamoDBClient(
    { region, endpoint: endpoint ?? embedded?.url ?? '', ...credentials },
    timeLimits,
  );
  const database = {
    client,
    async close() {
      await embedded?.settle();
      client.destroy();
      await embedded?.close();
    },
  };
  try {
    await prepareTable({ client, tableName }, embedded && `${dataDir}/dynamodb.backup.json`);
    if (run?.afterKill) await finishWrites(client, tableName);
    await embedded?.undoTransaction();
    if (embedded) await deleteExpired(client, tableName);
  } catch (error) {
    await database.close();
    throw endpoint === undefined || error instanceof UserError
      ? error
      : new UserError(
          `The DynamoDB at DYNAMODB_ENDPOINT=${endpoint} does not serve: ${toAdvice(error)}`,
          { cause: error },
        );
  }
  const sweep = embedded && setInterval(() => void sweepNow(), sweepMs).unref();
  // A failure shows in the requests of the API, and the next sweep makes up for it.
  const sweepNow = () => deleteExpired(client, tableName).catch(() => undefined);
  return {
    client,
    async close() {
      clearInterval(sweep);
      await database.close();
      await run?.end();
    },
  };
}

const sweepMs = 60 * 60 * 1_000;

/** A stand-in for DynamoDB on this machine accepts any credentials. Others need real ones. */
function chooseCredentials(endpoint: string): Pick<DynamoDBClientConfig, 'credentials'> {
  const { AWS_ACCESS_KEY_ID, AWS_PROFILE } = process.env;
  const isHere = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(endpoint);
  if (!isHere || AWS_ACCESS_KEY_ID || AWS_PROFILE) return {};
  return { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
}

function toAdvice(error: unknown): string {
  if (!(error instanceof Error)) return `${error}`;
  return error.name === 'CredentialsProviderError'
    ? 'there are no credentials for it. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.'
    : error.message;
}

/** The file exists from the start to an orderly stop, so after a kill it is still there. */
async function startRun(path: string): Promise<{ afterKill: boolean; end(): Promise<void> }> {
  const afterKill = existsSync(path);
  await writeFile(path, '');
  return { afterKill, end: () => rm(path, { force: true }) };
}
