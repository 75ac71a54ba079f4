import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { silentLog, startTestStack } from '../fixture.ts';

export type Served = {
  apiUrl: string;
  /** Access tokens. */
  applicants: string[];
  hall: string;
};

/** MB resident, and MB of heap in use once the garbage is gone; ms of the event loop's delay since the last sample. */
export type Sample = {
  rss: number;
  heap: number;
  external: number;
  p50: number;
  p99: number;
  max: number;
};

// Ctrl-C reaches this process too. It ends in order, when the one that asks has gone.
const left = once(process, 'disconnect');
process.on('SIGINT', () => {});

/** The local stack in a process of its own, which says how it is whenever it is asked. */
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
