import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuthorizerName } from '../../server/contract/access-token.ts';
import type { Route } from '../../server/contract/routes.ts';
import { type Listening, loopbackAddress } from '../listen.ts';
import { type Answer, Refusal } from './answer.ts';
import { createAuthorizers } from './authorizers.ts';
import { readBody } from './body.ts';
import type { JwtConfiguration } from './claims.ts';
import { type CorsConfiguration, createCors } from './cors.ts';
import { toEvent } from './event.ts';
import { createIntegration, type GatewayHandler } from './integration.ts';
import { listenForHttp } from './listen.ts';
import { toGatewayRequest } from './request.ts';
import { createRouteTable } from './route-table.ts';
import { createThrottle, type ThrottleSettings } from './throttle.ts';

export type GatewayOptions = {
  routes: readonly Route[];
  authorizers: Partial<Record<AuthorizerName, JwtConfiguration>>;
  /** `null`: no corsSettings at all, on purpose. */
  cors: CorsConfiguration | null;
  handler: GatewayHandler;
  /** @default 30_000, the most API Gateway allows */
  integrationTimeoutMs?: number;
  /** Of the `$default` stage. */
  stageVariables?: Record<string, string>;
  throttle?: ThrottleSettings;
  /** Milliseconds since the epoch. */
  clock?: () => number;
  log?: (entry: AccessLogEntry) => void;
};

/** One for each answer. Never a token, a header or the query. */
export type AccessLogEntry = {
  requestId: string;
  /** `null` when no route matched. */
  routeKey: string | null;
  status: number;
  sourceIp: string;
  durationMs: number;
  /** What the handler threw, or why its response was bad: Lambda prints it, so a laptop may too. */
  error?: unknown;
};

export type Gateway = {
  /** On 127.0.0.1 only; port 0 takes a free one. */
  listen(port: number): Promise<Listening>;
};

/** Answers as an API Gateway HTTP API with a Lambda proxy integration does. */
export function createGateway(options: GatewayOptions): Gateway {
  const { routes, authorizers, handler, clock = Date.now, log = () => {} } = options;
  const { stageVariables = {} } = options;
  const matchRoute = createRouteTable(routes);
  const authorize = createAuthorizers({ routes, authorizers, clock });
  const throttle = createThrottle(options.throttle ?? {}, clock);
  const cors = options.cors && createCors(options.cors);
  const timeoutMs = options.integrationTimeoutMs ?? maxIntegrationTimeoutMs;
  const integrate = createIntegration({ handler, timeoutMs, clock });

  async function answer(message: IncomingMessage, arrival: Arrival): Promise<Answer> {
    const request = toGatewayRequest(message, arrival);
    const preflight = cors?.preflight(request);
    if (preflight) return preflight;
    const match = matchRoute(request.method, request.encodedPath);
    arrival.routeKey = match.route.routeKey;
    throttle(match.route.routeKey);
    const authorizer = await authorize(match.route, request.headers.get('authorization'));
    const body = await readBody(message);
    const integrated = await integrate(
      toEvent({ request, match, authorizer, body, stageVariables }),
    );
    return cors ? cors.decorate(request, integrated) : integrated;
  }

  function finish({ receivedAt, ...arrival }: Arrival, given: Answer, error?: unknown): Answer {
    const durationMs = clock() - receivedAt;
    log({ ...arrival, status: given.status, durationMs, ...(error !== undefined && { error }) });
    return { ...given, headers: [...given.headers, ['apigw-requestid', arrival.requestId]] };
  }

  async function respond(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrival = createArrival(clock);
    const outcome = await answer(message, arrival).then(toOutcome, toOwnAnswer);
    // The client is gone: nothing is answered, so nothing is logged.
    if (response.destroyed) return;
    send(response, finish(arrival, outcome.given, outcome.error));
  }

  return {
    listen: (port) =>
      listenForHttp(port, {
        onRequest: respond,
        onUnparsable: (refusal) => finish(createArrival(clock), refusal.answer),
      }),
  };
}

const maxIntegrationTimeoutMs = 30_000;

type Arrival = {
  requestId: string;
  sourceIp: string;
  receivedAt: number;
  routeKey: string | null;
};

function createArrival(clock: () => number): Arrival {
  return {
    requestId: randomBytes(11).toString('base64'),
    sourceIp: loopbackAddress,
    receivedAt: clock(),
    routeKey: null,
  };
}

type Outcome = { given: Answer; error?: unknown };

function toOutcome(given: Answer): Outcome {
  return { given };
}

/** Anything but a refusal is a fault of the gateway's own. */
function toOwnAnswer(error: unknown): Outcome {
  if (error instanceof Refusal && error.status < 500) return { given: error.answer };
  const refusal = error instanceof Refusal ? error : new Refusal(500, { cause: error });
  return { given: refusal.answer, error: refusal.cause ?? refusal };
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const hasBody = status !== 204 && status !== 304;
  const length = hasBody ? ['content-length', String(body.length)] : [];
  response.writeHead(status, [...headers.flat(), ...length]);
  response.end(body);
}
