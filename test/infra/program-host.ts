import { runtime } from '@pulumi/pulumi';
import * as z from 'zod';

/* A process that runs the program many times: most of what a run costs is loading Pulumi. */

const requestSchema = z.object({
  project: z.string(),
  stack: z.string(),
  preview: z.boolean(),
  config: z.record(z.string(), z.string()),
  monitor: z.string(),
  /** The URL of the program's entry. */
  entry: z.string(),
});
export type RunRequest = z.infer<typeof requestSchema>;

// Pulumi makes the stack trace of each promise.
Error.stackTraceLimit = 3;

/** One run at a time: Pulumi keeps the state of a run in globals. */
process.on('message', async (message) => {
  try {
    await run(requestSchema.parse(message));
    process.send?.({});
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.stack : `${error}` });
  }
});

let runs = 0;

/** What Pulumi's own `cmd/run` does with the options of the CLI. */
async function run(request: RunRequest): Promise<void> {
  const { project, stack, preview, monitor } = request;
  runtime.resetOptions(project, stack, Number.POSITIVE_INFINITY, monitor, monitor, preview, '');
  runtime.setAllConfig(request.config);
  runs += 1;
  // Only the entry runs again; the modules that it imports hold no state.
  await runtime.runInPulumiStack(() => import(`${request.entry}?run=${runs}`));
  await runtime.disconnect(true);
}
