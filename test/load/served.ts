import { monitorEventLoopDelay } from 'node:perf_hooks';
import { silentLog, startTestStack } from '../fixture.ts';

export type Served = {
  apiUrl: string;
  /** Access tokens. */
  applicants: string[];
  hall: string;
};

/** Resident memory in MB; the event loop's delay in ms since the last sample. */
export type Sample = { rss: number; p50: number; p99: number; max: number };

/** The local stack in a process of its own, which says how it is whenever it is asked. */
await using stack = await startTestStack({ log: silentLog });
const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();

function sample(): Sample {
  const ms = (nanoseconds: number) => Math.round(nanoseconds / 1e5) / 10;
  const taken = {
    rss: Math.round(process.memoryUsage.rss() / 2 ** 20),
    p50: ms(delay.percentile(50)),
    p99: ms(delay.percentile(99)),
    max: ms(delay.max),
  };
  delay.reset();
  return taken;
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
await new Promise((resolve) => process.once('disconnect', resolve));
