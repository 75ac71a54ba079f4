import { createGateway, type GatewayOptions } from '../../local/gateway/gateway.ts';
import { signIn } from '../../local/sign-in/sign-in.ts';
import { type Operation, routes } from '../../server/contract/routes.ts';
import { exampleMarket } from '../../server/domain/examples.ts';
import { firstChangeIdAt } from '../../server/markets/change-id.ts';
import { encodeCursor } from '../../server/markets/cursor.ts';
import { createRevision } from '../../server/markets/revision.ts';
import { type Answer, type HttpRequest, send } from '../api-client.ts';
import type { TestStack } from '../fixture.ts';
import { member, parseJson } from './json.ts';
import { findOperation } from './validator.ts';

export type Cause = {
  status: number;
  cause: (request: HttpRequest, stack: TestStack) => Promise<Answer>;
};

/** Changes a valid request, or its environment, so that it gets each documented error status. */
export function toCauses(operation: Operation): Cause[] {
  const responses = member(findOperation(operation.routeKey), 'responses');
  return Object.keys(responses)
    .map(Number)
    .filter((status) => status >= 300)
    .map((status) => ({ status, cause: toCause(operation, status) }));
}

function toCause(operation: Operation, status: number): Cause['cause'] {
  switch (status) {
    case 304:
      return async (request) => {
        const etag = (await send(request)).headers.get('etag') ?? '';
        return send({ ...request, headers: { ...request.headers, 'if-none-match': etag } });
      };
    case 400:
      return ({ target, ...request }) =>
        send({ ...request, target: `${target}${target.includes('?') ? '&' : '?'}colour=red` });
    case 401:
      return ({ headers: { authorization: _, ...headers }, ...request }) =>
        send({ ...request, headers });
    case 403:
      return async (request, stack) => {
        const authorization = `Bearer ${await getTokenWithoutScope(operation, stack)}`;
        return send({ ...request, headers: { ...request.headers, authorization } });
      };
    case 404:
      return ({ target, ...request }) =>
        send(
          { ...request, target: target.replace(/(me|[^/?]+)(\?|$)/, '$2').replace(/^$/, '/') },
          {
            documented: true,
          },
        );
    case 409:
      return conflict(operation);
    case 410:
      return ({ target, ...request }) => {
        const changeId = firstChangeIdAt(Date.now() - 31 * 24 * 60 * 60 * 1_000);
        const cursor = encodeCursor({ city: exampleMarket.city, changeId });
        return send({ ...request, target: target.replace('cursor=now', `cursor=${cursor}`) });
      };
    case 413:
      return (request) => send({ ...request, body: JSON.stringify('x'.repeat(70_000)) });
    case 415:
      return (request) =>
        send({ ...request, headers: { ...request.headers, 'content-type': 'text/plain' } });
    case 429:
      return through({ throttle: { default: { rateLimit: 0, burstLimit: 0 } } });
    case 500:
      return through({ handler: () => Promise.reject(new Error('The Lambda has crashed')) });
    case 503:
      return through({ handler: () => new Promise(() => {}), integrationTimeoutMs: 20 });
    default:
      throw new Error(`${operation.routeKey}: no cause of ${status} is defined`);
  }
}

/** Content or a revision that differs from the stored one. */
function conflict({ procedure }: Operation): Cause['cause'] {
  return (request) => {
    const body = parseJson(String(request.body));
    const other =
      procedure === 'markets.submit'
        ? { ...body, marketName: 'Another market' }
        : { ...body, revision: createRevision().revision };
    return send({ ...request, body: JSON.stringify(other) });
  };
}

/** A gateway with the same routes and authorizers, but another handler or throttle. */
function through(options: Partial<GatewayOptions>): Cause['cause'] {
  return async (request, { outputs }) => {
    const gateway = await createGateway({
      routes,
      authorizers: {
        b2c: { issuer: outputs.issuer, audience: [outputs.b2cClientId] },
        b2b: {
          issuer: outputs.b2bIssuer,
          audience: outputs.cityHalls.map((hall) => hall.clientId),
        },
      },
      cors: null,
      handler: () => Promise.reject(new Error('Expected the gateway to refuse the request')),
      ...options,
    }).listen(0);
    try {
      return await send({ ...request, origin: gateway.url });
    } finally {
      await gateway.close();
    }
  };
}

async function getTokenWithoutScope(
  { authorizer }: Operation,
  { cityHall, outputs }: TestStack,
): Promise<string> {
  if (authorizer === 'b2b') return cityHall('cluj', ['City/cluj-napoca']);
  const { access_token } = await signIn({
    authorizeUrl: outputs.authorizeUrl,
    tokenUrl: outputs.tokenUrl,
    clientId: outputs.b2cClientId,
    redirectUri: outputs.callbackUrls[0] ?? '',
    scopes: ['openid'],
    email: outputs.demoApplicant?.email ?? '',
    password: outputs.demoApplicant?.password ?? '',
  });
  return access_token;
}
