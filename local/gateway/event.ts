import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { forwardedForSeparator, hopByHopHeaders } from './assumptions.ts';
import { toEventBody } from './body.ts';
import { parseQueryString } from './query-string.ts';
import type { GatewayRequest } from './request.ts';
import type { RouteMatch } from './route-table.ts';

export type GatewayEvent = APIGatewayProxyEventV2 | APIGatewayProxyEventV2WithJWTAuthorizer;
export type JwtAuthorizerContext =
  APIGatewayProxyEventV2WithJWTAuthorizer['requestContext']['authorizer'];

export type EventParts = {
  request: GatewayRequest;
  match: RouteMatch;
  authorizer: JwtAuthorizerContext | null;
  body: Buffer;
  stageVariables?: Record<string, string>;
};

/** The payload format version 2.0 event. */
export function createEvent({
  request,
  match,
  authorizer,
  body,
  stageVariables = {},
}: EventParts): GatewayEvent {
  const { routeKey } = match.route;
  const query = parseQueryString(request.rawQueryString);
  const cookie = request.headers.get('cookie');
  return {
    version: '2.0',
    routeKey,
    rawPath: request.rawPath,
    rawQueryString: request.rawQueryString,
    ...(cookie && { cookies: cookie.split(/;\s*/) }),
    headers: createEventHeaders(request),
    ...(query.size > 0 && { queryStringParameters: Object.fromEntries(query) }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      ...(authorizer && { authorizer }),
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: {
        method: request.method,
        path: request.rawPath,
        protocol: request.protocol,
        sourceIp: request.sourceIp,
        userAgent: request.headers.get('user-agent') ?? '',
      },
      requestId: request.requestId,
      routeKey,
      stage: '$default',
      time: toRequestTime(request.receivedAt),
      timeEpoch: request.receivedAt,
    },
    ...(Object.keys(stageVariables).length > 0 && { stageVariables }),
    ...(match.pathParameters.size > 0 && {
      pathParameters: Object.fromEntries(match.pathParameters),
    }),
    ...toEventBody(body, request.headers.get('content-type')),
  };
}

function createEventHeaders({ headers, sourceIp }: GatewayRequest): Record<string, string> {
  const forwardedFor = headers.get('x-forwarded-for');
  const passedOn = [...headers].filter(([name]) => name !== 'cookie' && !hopByHopHeaders.has(name));
  return Object.fromEntries([
    ...passedOn,
    [
      'x-forwarded-for',
      forwardedFor ? `${forwardedFor}${forwardedForSeparator}${sourceIp}` : sourceIp,
    ],
    ['x-forwarded-proto', 'http'],
  ]);
}

/** `10/Jul/2026:19:19:05 +0000` */
function toRequestTime(epochMs: number): string {
  const [, day, month, year, time] = new Date(epochMs).toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
