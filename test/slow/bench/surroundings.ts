import { once } from 'node:events';
import { createServer } from 'node:http';
import { marshall } from '@aws-sdk/util-dynamodb';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import * as z from 'zod';

export const ids = {
  user: '5a0d3f0e-9a1c-4c57-8a53-3f0b8f4f2d11',
  market: '0b9f6d5e-3c1a-4f6b-9d2e-7a8c5b4d3e2f',
  revision: '0199d3a4-7b1c-7d2e-8f30-a1b2c3d4e5f6',
};

/** Of the default city halls. */
export const cityHall = { name: 'iasi', city: 'Iași', clientId: 'hall', scope: 'City/iasi' };

/**
 * DynamoDB and the issuer's keys on loopback. They answer at once and always the same, so that only the
 * handler is measured: the double runs in the process that measures, and not in the measured one.
 */
export async function startSurroundings() {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const keys = JSON.stringify({
    keys: [{ ...(await exportJWK(publicKey)), kid: 'bench', alg: 'RS256', use: 'sig' }],
  });
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') {
      response.end(keys);
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    requests.push(operation);
    const body = JSON.stringify(createResponse(operation, Buffer.concat(chunks).toString()));
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.setHeader('content-length', Buffer.byteLength(body));
    response.end(body);
  });
  server.keepAliveTimeout = 600_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('No port');
  const origin = `127.0.0.1:${address.port}`;
  const issuer = `https://${origin}`;

  const sign = (clientId: string, subject: string, scope: string) =>
    new SignJWT({ client_id: clientId, token_use: 'access', scope })
      .setProtectedHeader({ alg: 'RS256', kid: 'bench' })
      .setIssuer(issuer)
      .setSubject(subject)
      .setIssuedAt()
      .setExpirationTime('6h')
      .sign(privateKey);

  return {
    requests,
    tokens: {
      applicant: await sign('applicants', ids.user, 'B2CIdentifier/ManageChristmasMarkets'),
      hall: await sign(
        cityHall.clientId,
        cityHall.clientId,
        `B2BIdentifier/ApproveChristmasMarkets ${cityHall.scope}`,
      ),
    },
    env: {
      TABLE_NAME: 'Markets',
      B2C_ISSUER: issuer,
      B2B_ISSUER: issuer,
      B2C_CLIENT_ID: 'applicants',
      CITY_HALL_CLIENTS: JSON.stringify({ [cityHall.clientId]: cityHall.name }),
      API_URL: 'https://api.example',
      B2B_API_URL: 'https://api.example',
      AUTHORIZE_URL: 'https://sign-in.example/oauth2/authorize',
      TOKEN_URL: 'https://sign-in.example/oauth2/token',
      B2B_TOKEN_URL: 'https://sign-in.example/oauth2/token',
      DYNAMODB_ENDPOINT: `http://${origin}`,
      AWS_ENDPOINT_URL_DYNAMODB: `http://${origin}`,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
      AWS_SESSION_TOKEN: 'bench',
      AWS_LAMBDA_FUNCTION_NAME: 'bench',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const requestSchema = z.object({
  TableName: z.string(),
  Limit: z.number().default(25),
  Select: z.string().optional(),
  ProjectionExpression: z.string().optional(),
});

function createResponse(operation: string, text: string): Record<string, unknown> {
  const { TableName, Limit, Select } = requestSchema.parse(JSON.parse(text));
  const ConsumedCapacity = { TableName, CapacityUnits: 1 };
  switch (operation) {
    case 'Query': {
      const status = /"(pending|approved|rejected)#/.exec(text)?.[1] ?? 'pending';
      if (Select === 'COUNT') return { Count: 3, ScannedCount: 3, ConsumedCapacity };
      const Items = Array.from({ length: Limit }, (_, index) =>
        marshall(createItem(status, index)),
      );
      const last = createItem(status, Limit - 1);
      const { userId, marketId, city, reviewOrder } = last;
      // There is always more, as in a long list.
      const LastEvaluatedKey = marshall({ userId, marketId, city, reviewOrder });
      return { Items, Count: Limit, ScannedCount: Limit, LastEvaluatedKey, ConsumedCapacity };
    }
    case 'UpdateItem':
      return { Attributes: marshall(createItem('approved', 0)), ConsumedCapacity };
    default:
      return { ConsumedCapacity };
  }
}

function createItem(status: string, index: number) {
  const last = index.toString(16).padStart(4, '0');
  const revision = ids.revision.slice(0, -4) + last;
  return {
    userId: ids.user,
    // Each status has markets of its own.
    marketId: status.slice(0, 3) + ids.market.slice(3, -4) + last,
    marketName: 'Old Town Market',
    marketDescription: 'Mulled wine, carols and wooden toys on the old square. '.repeat(5),
    marketAveragePrice: 12.5,
    city: cityHall.city,
    marketApproved: status === 'approved',
    status,
    revision,
    submittedAt: '2026-11-02T08:15:30.000Z',
    decisions:
      status === 'pending'
        ? []
        : [
            {
              approved: status === 'approved',
              reason: 'Welcome',
              decidedBy: cityHall.name,
              decidedAt: '2026-11-03T08:15:30.000Z',
              revision,
            },
          ],
    reviewOrder: `${status}#${revision}`,
    __edb_e__: 'market',
    __edb_v__: '1',
  };
}
