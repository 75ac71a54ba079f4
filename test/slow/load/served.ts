import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { silentLog, startTestStack } from '../../fixture.ts';

export type Served = {
  apiUrl: string;
  /** Access tokens. */
  applicants: string[];
  hall: string;
};

/** Memory in MB, measured after a garbage collection. Event loop delay in ms since the previous sample. */
export type Sample = {
  rss: number;
  heap: number;
  external: number;
  p50: number;
  p99: number;
  max: number;
};

// Ctrl-C reaches this process too. It ignores the signal, and ends when its parent disconnects.
const left = once(process, 'disconnect');
process.on('SIGINT', () => {});

/** The local stack in a child process, which sends a sample for each message. */
await using stack = await startTestStack({ log: silentLog });
const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();

function sample(): Sample {
  const ms = (nanoseconds: number) => Math.round(nanoseconds / 1e5) / 10;
  const taken = {
    ...memory(),
    p50: ms(delay.percentile(50)),
    p99: ms(delay.percentile(99)),
    max: ms(delay.max),
  };
  delay.reset();
  return taken;
}

function memory() {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const [rssMb, heapMb, externalMb] = [rss, heapUsed, external].map((b) => Math.round(b / 2 ** 20));
  return { rss: rssMb ?? 0, heap: heapMb ?? 0, external: externalMb ?? 0 };
}

const applicants: string[] = [];
for (let index = 0; index < 10; index += 1) {
  applicants.push((await stack.applicant(`load-${index}`)).token);
}
const served: Served = {
  apiUrl: stack.outputs.apiUrl,
  applicants,
  hall: await stack.cityHall('iasi'),
};
process.on('message', () => process.send?.(sample()));
process.send?.(served);
await left;
