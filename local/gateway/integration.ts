import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import { maxPayloadBytes } from '../../server/domain/payload.ts';
import { type Answer, Refusal } from './answer.ts';
import type { GatewayEvent } from './event.ts';
import { toAnswer } from './lambda-response.ts';

export type GatewayHandler = (event: GatewayEvent, context: Context) => Promise<unknown>;

export type IntegrationOptions = {
  handler: GatewayHandler;
  timeoutMs: number;
  clock: () => number;
};

/** The Lambda proxy integration: one event in, one answer or refusal out. */
export function createIntegration({ handler, timeoutMs, clock }: IntegrationOptions) {
  return async (event: GatewayEvent): Promise<Answer> => {
    if (Buffer.byteLength(JSON.stringify(event)) > maxPayloadBytes) throw new Refusal(413);
    const timeout = startTimeout(timeoutMs);
    try {
      const invocation = invoke(handler, event, createContext(timeoutMs, clock));
      return toAnswer(await Promise.race([invocation, timeout.expired]));
    } finally {
      timeout.clear();
    }
  };
}

/** Lambda transports the result as JSON, so values that JSON cannot represent are lost or fail here too. */
async function invoke(handler: GatewayHandler, event: GatewayEvent, context: Context) {
  try {
    const payload = JSON.stringify(await handler(event, context)) ?? 'null';
    if (Buffer.byteLength(payload) > maxPayloadBytes) throw new Error('Response over 6 MB.');
    return JSON.parse(payload);
  } catch (error) {
    throw new Refusal(500, { cause: error });
  }
}

function startTimeout(timeoutMs: number): { expired: Promise<never>; clear(): void } {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Refusal(503)), timeoutMs);
  // An abandoned invocation must not keep the process alive once the server is closed.
  timer.unref();
  return { expired: promise, clear: () => clearTimeout(timer) };
}

function createContext(timeoutMs: number, clock: () => number): Context {
  const deadline = clock() + timeoutMs;
  return {
    awsRequestId: randomUUID(),
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'local',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:local:000000000000:function:local',
    logGroupName: '/aws/lambda/local',
    logStreamName: 'local',
    memoryLimitInMB: '1024',
    getRemainingTimeInMillis: () => Math.max(0, deadline - clock()),
    done: refuseCallback,
    fail: refuseCallback,
    succeed: refuseCallback,
  };
}

function refuseCallback(): never {
  throw new Error('Lambda on Node.js 24 has no callbacks: return a promise.');
}
