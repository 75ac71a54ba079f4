import { randomUUID } from 'node:crypto';
import { cityHall, ids } from './surroundings.ts';

/** The calls that are measured, by both transports. */
export type Call = 'list' | 'whole list' | 'submit' | 'decide' | 'batch';
export type Transport = 'rest' | 'trpc' | 'trpc peer';

export type Tokens = { applicant: string; hall: string };

/** The event of a call. The peers have one router without sides, and no batch or whole list. */
export function createEvent(call: Call, transport: Transport, tokens: Tokens) {
  return transport === 'rest'
    ? createRestEvent(call, tokens)
    : createRpcEvent(call, transport, tokens);
}

const content = {
  marketName: 'Old Town Market',
  marketDescription: 'Mulled wine, carols and wooden toys on the old square.',
  marketAveragePrice: 12.5,
};
const decision = { approved: true, reason: 'Welcome', revision: ids.revision };
const key = { userId: ids.user, marketId: ids.market };

function createRestEvent(call: Call, { applicant, hall }: Tokens) {
  switch (call) {
    case 'list':
    case 'whole list': {
      const rawQueryString = call === 'list' ? 'status=pending' : '';
      const route = 'GET /v1/b2b/christmas-markets/city/{city}';
      return createEventOf(route, {
        token: hall,
        rawQueryString,
        pathParameters: { city: cityHall.city },
      });
    }
    case 'submit': {
      const route = 'POST /v1/b2c/christmas-markets/user/{userId}';
      const body = { ...content, city: cityHall.city };
      return createEventOf(route, { token: applicant, body, pathParameters: { userId: ids.user } });
    }
    case 'decide': {
      const route = 'PATCH /v1/b2b/christmas-markets/{marketId}/user/{userId}';
      return createEventOf(route, { token: hall, body: decision, pathParameters: key });
    }
    case 'batch':
      throw new Error('A batch is a call over tRPC');
  }
}

function createRpcEvent(call: Call, transport: Transport, { applicant, hall }: Tokens) {
  const list = { city: cityHall.city, status: 'pending' };
  const rpc = (side: 'b2c' | 'b2b', name: string, input: unknown, token: string) => {
    const isQuery = name.endsWith('list');
    const proxy = transport === 'trpc' ? name : name.replaceAll('markets.', '');
    const batch = name.includes(',') ? 'batch=1&' : '';
    const json = encodeURIComponent(JSON.stringify(input));
    const path = transport === 'trpc' ? `/trpc/${side}/{proxy+}` : '/{proxy+}';
    return createEventOf(`${isQuery ? 'GET' : 'POST'} ${path}`, {
      token,
      pathParameters: { proxy },
      rawQueryString: isQuery ? `${batch}input=${json}` : '',
      ...(!isQuery && { body: input }),
    });
  };
  switch (call) {
    case 'list':
      return rpc('b2b', 'markets.list', list, hall);
    case 'whole list':
      return rpc('b2b', 'markets.list', { city: cityHall.city }, hall);
    case 'batch': {
      const ten = Array.from({ length: 10 }, () => list);
      return rpc('b2b', ten.map(() => 'markets.list').join(','), { ...ten }, hall);
    }
    case 'submit':
      return rpc(
        'b2c',
        'markets.submit',
        { userId: ids.user, ...content, city: cityHall.city },
        applicant,
      );
    case 'decide':
      return rpc('b2b', 'markets.decide', { ...key, ...decision }, hall);
  }
}

function createEventOf(
  routeKey: string,
  {
    token,
    pathParameters,
    rawQueryString = '',
    body,
  }: {
    token: string;
    pathParameters: Record<string, string>;
    rawQueryString?: string;
    body?: unknown;
  },
) {
  const [method = '', path = ''] = routeKey.split(' ');
  const rawPath = path.replaceAll(/\{(\w+)\+?\}/g, (_, name: string) =>
    encodeURIComponent(pathParameters[name] ?? ''),
  );
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString,
    // Lambda's adapters read the parsed query.
    queryStringParameters: Object.fromEntries(new URLSearchParams(rawQueryString)),
    headers: {
      host: 'api.example',
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    pathParameters,
    ...(body !== undefined && { body: JSON.stringify(body) }),
    isBase64Encoded: false,
    requestContext: {
      accountId: '1',
      apiId: 'api',
      domainName: 'api.example',
      domainPrefix: 'api',
      http: {
        method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: '192.0.2.1',
        userAgent: 'bench',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
  };
}
