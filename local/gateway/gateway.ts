import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AuthorizerName } from '../../server/contract/access-token.ts';
import type { Route } from '../../server/contract/routes.ts';
import { type Listening, loopbackAddress } from '../listen.ts';
import { type Answer, Refusal } from './answer.ts';
import { defaultIssuerTimeoutMs } from './assumptions.ts';
import { createAuthorizers } from './authorizers.ts';
import { readBody } from './body.ts';
import type { JwtConfiguration } from './claims.ts';
import { type CorsConfiguration, createCors } from './cors.ts';
import { createEvent } from './event.ts';
import { createFaults, type Fault, type FaultSettings } from './faults.ts';
import { createIntegration, type GatewayHandler } from './integration.ts';
import { createUnauthorized } from './jwt-authorizer.ts';
import { listenForHttp } from './listen.ts';
import { outdateCursor, outdateRevisions } from './outdated.ts';
import { assertHost, readGatewayRequest } from './request.ts';
import { createRouteTable } from './route-table.ts';
import { createThrottle, type ThrottleSettings } from './throttle.ts';

export type GatewayTimeLimits = {
  /** @default 30_000, the most API Gateway allows */
  integrationTimeoutMs?: number;
  /** Of discovery, and of the key set. @default 5_000 */
  issuerTimeoutMs?: number;
};

export type GatewayOptions = GatewayTimeLimits & {
  routes: readonly Route[];
  authorizers: Partial<Record<AuthorizerName, JwtConfiguration>>;
  /** `null`: no CORS at all, on purpose. */
  cors: CorsConfiguration | null;
  handler: GatewayHandler;
  /** Of the `$default` stage. */
  stageVariables?: Record<string, string>;
  throttle?: ThrottleSettings | undefined;
  /** Without it, no faults, as in AWS. */
  faults?: FaultSettings | undefined;
  /** Milliseconds since the epoch. */
  clock?: () => number;
  log?: (entry: AccessLogEntry) => void;
};

/** One entry for each answer. It never holds a token, a header or the query. */
export type AccessLogEntry = {
  requestId: string;
  /** `null` when no route matched. */
  routeKey: string | null;
  status: number;
  sourceIp: string;
  durationMs: number;
  /** What the handler threw, or why its response is invalid. */
  error?: unknown;
  /** Why the gateway refused the request. */
  reason?: string;
  /** The injected fault. */
  fault?: Fault;
};

export type Gateway = {
  /** On 127.0.0.1 only; port 0 takes a free one. */
  listen(port: number): Promise<Listening>;
};

/** Answers like an API Gateway HTTP API with a Lambda proxy integration. */
export function createGateway(options: GatewayOptions): Gateway {
  const { routes, authorizers, handler, clock = Date.now, log = () => {} } = options;
  const { stageVariables = {}, issuerTimeoutMs = defaultIssuerTimeoutMs } = options;
  const matchRoute = createRouteTable(routes);
  const authorize = createAuthorizers({ routes, authorizers, clock, issuerTimeoutMs });
  const throttle = createThrottle(options.throttle ?? {}, clock);
  const cors = options.cors && createCors(options.cors);
  const timeoutMs = options.integrationTimeoutMs ?? maxIntegrationTimeoutMs;
  const integrate = createIntegration({ handler, timeoutMs, clock });
  const chooseFault = options.faults && createFaults(options.faults);

  async function answer(message: IncomingMessage, arrival: Arrival): Promise<Answer> {
    const request = readGatewayRequest(message, arrival);
    assertHost(request);
    const preflight = cors?.preflight(request);
    if (preflight) return preflight;
    const match = matchRoute(request.method, request.encodedPath);
    arrival.routeKey = match.route.routeKey;
    const fault = chooseFault?.(request);
    if (fault !== undefined) arrival.fault = fault;
    if (fault === '429') throw new Refusal(429, { reason: injected });
    throttle(match.route.routeKey);
    const authorizer = await authorize(match.route, request.headers.get('authorization'));
    if (fault === '401' && authorizer) throw createUnauthorized('the token has expired', injected);
    const body = await readBody(message);
    if (fault === '503') {
      throw new Refusal(503, { headers: [['retry-after', '1']], reason: injected });
    }
    const event = createEvent({
      request: fault === '410' ? outdateCursor(request) : request,
      body: fault === '409' ? outdateRevisions(body) : body,
      match,
      authorizer,
      stageVariables,
    });
    const integrated = await integrate(event);
    if (fault === 'slow') await sleep(options.faults?.slowMs ?? defaultSlowMs);
    const decorated = cors ? cors.decorate(request, integrated) : integrated;
    if (fault === 'lost') return { ...decorated, brokenOff: 'before' };
    return fault === 'cut' ? { ...decorated, brokenOff: 'within' } : decorated;
  }

  function finish({ receivedAt, ...arrival }: Arrival, { given, ...why }: Outcome): Answer {
    log({ ...arrival, ...why, status: given.status, durationMs: clock() - receivedAt });
    return { ...given, headers: [...given.headers, ['apigw-requestid', arrival.requestId]] };
  }

  async function respond(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrival = createArrival(clock);
    const outcome = await answer(message, arrival).then(toOutcome, explainRefusal);
    // Without a client there is no answer, and so no entry.
    if (response.destroyed) return;
    send(response, finish(arrival, outcome));
  }

  return {
    listen: (port) =>
      listenForHttp(port, {
        onRequest: respond,
        onUnparsable: (refusal) => finish(createArrival(clock), { given: refusal.answer }),
      }),
  };
}

const maxIntegrationTimeoutMs = 30_000;

const defaultSlowMs = 10_000;

const injected = 'an injected fault';

type Arrival = {
  requestId: string;
  sourceIp: string;
  receivedAt: number;
  routeKey: string | null;
  fault?: Fault;
};

function createArrival(clock: () => number): Arrival {
  return {
    requestId: randomBytes(11).toString('base64'),
    sourceIp: loopbackAddress,
    receivedAt: clock(),
    routeKey: null,
  };
}

type Outcome = { given: Answer; error?: unknown; reason?: string };

function toOutcome(given: Answer): Outcome {
  return { given };
}

/** Any error other than a refusal is a bug of the gateway. */
function explainRefusal(error: unknown): Outcome {
  if (error instanceof Refusal && (error.status < 500 || error.reason !== undefined)) {
    const { answer, reason } = error;
    return { given: answer, ...(reason !== undefined && { reason }) };
  }
  const refusal = error instanceof Refusal ? error : new Refusal(500, { cause: error });
  return { given: refusal.answer, error: refusal.cause ?? refusal };
}

function send(response: ServerResponse, { status, headers, body, brokenOff }: Answer): void {
  if (brokenOff === 'before') {
    response.destroy();
    return;
  }
  const hasBody = status !== 204 && status !== 304;
  const length = hasBody ? ['content-length', String(body.length)] : [];
  response.writeHead(status, [...headers.flat(), ...length]);
  if (brokenOff === undefined) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, body.length / 2), () => response.destroy());
}
