import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import autocannon, { type Request, type Result } from 'autocannon';
import { parseFlags } from '../../../tools/program.ts';
import { readCount } from './count.ts';
import { interruption } from './interruption.ts';
import type { Sample, Served } from './served.ts';

const connections = 50;
/** Of the heap after garbage collection, from the middle to the end. It was 1.23 with leaking iterators. */
const maxGrowth = 1.15;

parseFlags({
  command: 'npm run load',
  help: `npm run load

Sends mixed reads and writes on ${connections} connections to a new local stack. Prints requests per second,
latency and memory. Exits with 1 if a response is not 2xx or 429, or if the heap keeps growing.

Environment: LOAD_SECONDS (60) is the duration. Ctrl-C stops it earlier.`,
  options: {},
});
const seconds = readCount('LOAD_SECONDS', 60);
const interrupted = interruption();
const child = fork(fileURLToPath(new URL('served.ts', import.meta.url)), {
  execArgv: ['--expose-gc'],
});
const [served]: Served[] = await once(child, 'message');
if (served === undefined) throw new Error('Expected the stack');

async function sample(when: string): Promise<number> {
  child.send('sample');
  const [{ rss, heap, external, p50, p99, max }]: [Sample] = await once(child, 'message').then(
    ([found]) => [found],
  );
  console.log(
    `${when}: ${rss} MB resident, ${heap} MB of heap in use, ${external} external; event loop delay p50 ${p50}, p99 ${p99}, max ${max} ms`,
  );
  return heap;
}

await sample('start');
const ended = Promise.withResolvers<Result>();
const run = autocannon(
  { url: served.apiUrl, connections, duration: seconds, requests: toRequests(served) },
  (_error, result) => ended.resolve(result),
);
interrupted.then(() => run.stop());
let heapInMiddle = Number.POSITIVE_INFINITY;
const middle = setTimeout(
  async () => {
    heapInMiddle = await sample('middle');
  },
  (seconds * 1000) / 2,
);
const result = await ended.promise;
clearTimeout(middle);
const heapAtEnd = await sample('end');
child.disconnect();

const { latency, requests, statusCodeStats, errors, timeouts } = result;
console.log(`${requests.total} requests, ${Math.round(requests.average)} per second`);
console.log(`latency p50 ${latency.p50}, p99 ${latency.p99}, max ${latency.max} ms`);
console.log('by status', statusCodeStats, { errors, timeouts });
const refused = Object.keys(statusCodeStats ?? {}).filter((status) => !/^2|^429$/.test(status));
if (errors > 0 || timeouts > 0 || refused.length > 0) process.exitCode = 1;
if (heapAtEnd > heapInMiddle * maxGrowth) {
  console.error(
    `The heap grew from ${heapInMiddle} to ${heapAtEnd} MB in the second half. This may be a leak.`,
  );
  process.exitCode = 1;
}

/** The life of a market in a loop: two reads and four writes. */
function toRequests({ applicants, hall }: Served): Request[] {
  let turn = 0;
  const ofUser = '/v1/b2c/christmas-markets/user/me';
  const marketsOf = new WeakMap<object, { path: string; revision: string; userId: string }>();
  const tokens = new WeakMap<object, string>();
  const marketOf = (context: object) =>
    marketsOf.get(context) ?? { path: 'none', revision: '', userId: '' };

  function toRequest(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    side: 'applicant' | 'hall',
    toPath: (context: object) => string,
    toBody?: (context: object) => object,
  ): Request {
    return {
      method,
      setupRequest: (request, context) => {
        const token = tokens.get(context) ?? applicants[turn++ % applicants.length] ?? '';
        tokens.set(context, token);
        return {
          ...request,
          path: toPath(context),
          headers: {
            authorization: `Bearer ${side === 'hall' ? hall : token}`,
            ...(toBody && { 'content-type': 'application/json' }),
          },
          ...(toBody && { body: JSON.stringify(toBody(context)) }),
        };
      },
      onResponse: (_status, body, context) => {
        if (method !== 'POST' && method !== 'PATCH') return;
        const { marketId, userId, revision } = JSON.parse(body);
        marketsOf.set(context, { path: marketId, userId, revision });
      },
    };
  }

  return [
    toRequest(
      'POST',
      'applicant',
      () => ofUser,
      () => ({
        marketName: 'Old Town Market',
        marketDescription: 'Mulled wine and carols',
        marketAveragePrice: 5,
        city: 'iasi',
      }),
    ),
    toRequest('GET', 'applicant', () => `${ofUser}?limit=10`),
    toRequest(
      'PATCH',
      'applicant',
      (context) => `/v1/b2c/christmas-markets/${marketOf(context).path}/user/me`,
      (context) => ({
        revision: marketOf(context).revision,
        marketAveragePrice: 6,
      }),
    ),
    toRequest('GET', 'hall', () => '/v1/b2b/christmas-markets/city/iasi?status=pending&limit=10'),
    toRequest(
      'PATCH',
      'hall',
      (context) =>
        `/v1/b2b/christmas-markets/${marketOf(context).path}/user/${marketOf(context).userId}`,
      (context) => ({
        revision: marketOf(context).revision,
        approved: true,
      }),
    ),
    toRequest(
      'DELETE',
      'applicant',
      (context) => `/v1/b2c/christmas-markets/${marketOf(context).path}/user/me`,
    ),
  ];
}
