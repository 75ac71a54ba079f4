import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { listen } from '../../local/listen.ts';

/** The faults of a request to DynamoDB. `late`: it arrives after its sender has timed out. */
export const faults = [
  'none',
  'throttled',
  'error before the write',
  'error after the write',
  'reset before the write',
  'reset after the write',
  'silence before the write',
  'silence after the write',
  'half an answer',
  'slow answer',
  'late',
] as const;
export type Fault = (typeof faults)[number];

export type FaultProxy = {
  url: string;
  /**
   * Sets the fault of each following request by its action, such as `PutItem`. `patienceMs`: the time
   * limit of the client.
   */
  plan(toFault: (action: string) => Fault, options: { patienceMs: number }): void;
  /** Resolves when no request is in progress, including late ones. */
  settle(): Promise<void>;
  close(): Promise<void>;
};

/** A proxy to DynamoDB that injects faults, to test the SDK's own time limits and retries. */
export async function startFaultProxy(target: {
  hostname: string;
  port: number;
}): Promise<FaultProxy> {
  let patienceMs = 0;
  let toFault: (action: string) => Fault = () => 'none';
  const underWay = new Set<Promise<void>>();
  const server = createServer((message, response) => {
    const action = String(message.headers['x-amz-target']).replace(/^.*\./, '');
    const handled = serve(message, response, toFault(action)).finally(() =>
      underWay.delete(handled),
    );
    underWay.add(handled);
  });

  async function serve(message: IncomingMessage, response: ServerResponse, fault: Fault) {
    const body = Buffer.concat(await message.toArray());
    const forward = () => forwardTo(target, message, body);
    switch (fault) {
      case 'none':
        return answer(response, await forward());
      case 'throttled':
        return answer(response, toError(400, 'ProvisionedThroughputExceededException'));
      case 'error before the write':
        return answer(response, toError(500, 'InternalServerError'));
      case 'error after the write':
        await forward();
        return answer(response, { status: 503, body: Buffer.from('<html>busy</html>') });
      case 'reset before the write':
        response.destroy();
        return;
      case 'reset after the write':
        await forward();
        response.destroy();
        return;
      case 'silence before the write':
        return;
      case 'silence after the write':
        await forward();
        return;
      case 'half an answer': {
        const whole = await forward();
        response.writeHead(whole.status, { 'content-length': whole.body.length });
        response.write(whole.body.subarray(0, whole.body.length / 2));
        return;
      }
      case 'slow answer':
        await wait(patienceMs / 3);
        return answer(response, await forward());
      case 'late':
        await wait(patienceMs * 1.5);
        await forward();
        return;
    }
  }

  const { url, close } = await listen(server, 0);
  return {
    url,
    plan(next, options) {
      toFault = next;
      ({ patienceMs } = options);
    },
    async settle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    async close() {
      server.closeAllConnections();
      await close();
    },
  };
}

type Answer = { status: number; body: Buffer };

async function forwardTo(
  target: { hostname: string; port: number },
  { headers }: IncomingMessage,
  body: Buffer,
): Promise<Answer> {
  const forwarded = request({ ...target, method: 'POST', headers, agent: false });
  forwarded.end(body);
  const [response]: IncomingMessage[] = await once(forwarded, 'response');
  if (response === undefined) throw new Error('Expected a response');
  return { status: response.statusCode ?? 0, body: Buffer.concat(await response.toArray()) };
}

function answer(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
}

function toError(status: number, name: string): Answer {
  const type = `com.amazonaws.dynamodb.v20120810#${name}`;
  return { status, body: Buffer.from(JSON.stringify({ __type: type, message: 'injected' })) };
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
