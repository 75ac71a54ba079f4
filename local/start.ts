import { LocalError } from '../tools/local-error.ts';
import { toBanner } from './banner.ts';
import { parseOptions } from './options.ts';
import { startStack } from './stack.ts';

/** `npm start`. */
async function main(): Promise<void> {
  const options = parseOptions(process.env);
  const started = performance.now();
  const stack = await startStack({
    ...options,
    announce: (line) => console.log(line),
    // What Lambda itself would write to the log: a handler that threw or took too long.
    accessLog: ({ error }) => error !== undefined && console.error(error),
  });
  console.log(toBanner(stack, performance.now() - started));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      // A second signal ends the process at once, as by default.
      stack[Symbol.asyncDispose]().then(() => {
        console.log(`Stopped. The data stays in ${options.dataDir}.`);
        process.exit(0);
      }, fail);
    });
  }
}

function fail(error: unknown): never {
  console.error(toLine(error));
  process.exit(1);
}

function toLine(error: unknown): unknown {
  if (error instanceof LocalError) return error.message;
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    const port = 'port' in error ? error.port : 'asked for';
    return `The port ${port} is taken. Stop what listens there, or choose another with --port, --b2b-port or --issuer-port.`;
  }
  return error;
}

await main().catch(fail);
