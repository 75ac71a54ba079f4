import { runProgram } from '../tools/program.ts';
import { toBanner } from './banner.ts';
import { parseOptions } from './options.ts';
import { startStack } from './stack.ts';

/** `npm start`. */
await runProgram(async () => {
  const options = parseOptions(process.env);
  const started = performance.now();
  const stack = await startStack({
    ...options,
    announce: (line) => console.log(line),
    // Lambda writes an error that the handler threw to its log.
    accessLog: ({ error }) => error !== undefined && console.error(error),
  });
  console.log(toBanner(stack, performance.now() - started));
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
