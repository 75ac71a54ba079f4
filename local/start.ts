import { runProgram } from '../tools/program.ts';
import { createBanner } from './banner.ts';
import type { AccessLogEntry } from './gateway/gateway.ts';
import { parseOptions } from './options.ts';
import { startStack } from './stack.ts';

/** `npm start`. */
await runProgram(async () => {
  const options = parseOptions(process.env);
  const started = performance.now();
  const stack = await startStack({
    ...options,
    announce: (line) => console.log(line),
    accessLog: printEntry,
  });
  const milliseconds = performance.now() - started;
  console.log(createBanner(stack, { milliseconds, faults: options.faults }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // A second signal has Node's default effect: the process ends at once.
    process.once(signal, () =>
      runProgram(async () => {
        await stack[Symbol.asyncDispose]();
        console.log(`Stopped. The data stays in ${options.dataDir}.`);
        process.exit(0);
      }),
    );
  }
});

/** Explains refused requests. A client receives only the status, as from AWS. */
function printEntry({ status, routeKey, reason, fault, error }: AccessLogEntry): void {
  const subject = `${status} ${routeKey ?? ''}`.trim();
  if (reason !== undefined) console.log(`${subject}: ${reason}`);
  else if (fault !== undefined) console.log(`${subject}: an injected fault, ${fault}`);
  // Lambda writes an error that the handler threw to its log.
  if (error !== undefined) console.error(error);
}
