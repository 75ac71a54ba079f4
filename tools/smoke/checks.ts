import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Outputs } from '../../server/deployment/outputs.ts';
import { expectStatus, expectText, parse, SmokeError, send } from './http.ts';

const tokenSchema = z.object({ access_token: z.string().min(1) });
const submittedSchema = z.object({ revision: z.string(), userId: z.string() });

type Hall = Outputs['cityHalls'][number];

/** Yields a line for each successful check. Throws at the first failure. */
export async function* smokeChecks(
  outputs: Outputs,
  applicantToken: string | undefined,
): AsyncGenerator<string> {
  const [hall] = outputs.cityHalls;
  const city = hall?.cities[0];
  if (hall === undefined || city === undefined) {
    throw new SmokeError('The outputs name no city hall with a city');
  }
  yield* checkPublic(outputs.apiUrl);
  yield* checkDocs(outputs);
  if (outputs.b2bApiUrl !== outputs.apiUrl) yield* checkPublic(outputs.b2bApiUrl);

  const cityMarkets = (name: string) =>
    `${outputs.b2bApiUrl}/v1/b2b/christmas-markets/city/${encodeURIComponent(name)}`;
  const waiting = cityMarkets(city);
  const own = `${outputs.apiUrl}/v1/b2c/christmas-markets/user/me`;
  for (const url of [waiting, own]) {
    expectStatus(401, 'without a token', await send('GET', url));
    expectStatus(401, 'with a forged token', await send('GET', url, { token: 'e30.e30.e30' }));
    yield `401 without a token and with a forged one: GET ${url}`;
  }

  const cityScope = hall.scopes.filter((scope) => scope.startsWith('City'));
  const narrow = await getToken(outputs.b2bTokenUrl, hall, cityScope);
  expectStatus(403, 'without the scope to approve', await send('GET', waiting, { token: narrow }));
  yield `403 without the scope to approve: GET ${waiting}`;

  const token = await getToken(outputs.b2bTokenUrl, hall);
  yield `an access token for ${hall.name} by client credentials: ${outputs.b2bTokenUrl}`;
  expectStatus(401, 'with another signature', await send('GET', waiting, { token: forge(token) }));
  yield `401 with another signature: GET ${waiting}`;
  expectStatus(401, "with a city hall's token", await send('GET', own, { token }));
  yield `401 with a city hall's token: GET ${own}`;
  const listed = expectStatus(200, 'as a city hall', await send('GET', waiting, { token }));
  expectText('"items":[', 'the list', listed);
  yield `${hall.name} lists the markets of ${city}`;
  // Only the Lambda can refuse this. The gateway refused the requests before it.
  const foreign = outputs.cityHalls.find(({ name }) => name !== hall.name)?.cities[0];
  if (foreign !== undefined) {
    const answer = await send('GET', cityMarkets(foreign), { token });
    expectStatus(403, 'for the city of another', answer);
    yield `403 for the city of another: GET ${cityMarkets(foreign)}`;
  }

  if (applicantToken !== undefined) {
    yield* checkMarket({ outputs, own, city, hallToken: token, applicantToken });
  }
}

async function* checkPublic(url: string): AsyncGenerator<string> {
  for (const [path, content] of [
    ['/health', '"status":"ok"'],
    ['/v1/cities', '"items":[{'],
    ['/openapi.json', '"openapi":"3.'],
  ] as const) {
    const answer = expectStatus(200, 'for everyone', await send('GET', `${url}${path}`));
    expectText(content, path, answer);
    yield `200 for everyone: GET ${url}${path}`;
  }
  expectStatus(404, 'of nothing', await send('GET', `${url}/nothing-${randomUUID()}`));
  yield `404 where there is nothing: ${url}`;
}

/** The page at /docs, and in topology split the document of the city halls' API. */
async function* checkDocs({ apiUrl, b2bApiUrl }: Outputs): AsyncGenerator<string> {
  for (const url of new Set([apiUrl, b2bApiUrl])) {
    const page = `${url}/docs`;
    expectText('<title>', '/docs', expectStatus(200, 'for everyone', await send('GET', page)));
    yield `200 for everyone: GET ${page}`;
  }
  if (b2bApiUrl === apiUrl) return;
  const document = `${b2bApiUrl}/openapi.json`;
  const answer = expectStatus(200, 'for everyone', await send('GET', document));
  expectText(`"servers":[{"url":"${b2bApiUrl}"`, "the city halls' document", answer);
  yield `the document of the city halls' API: GET ${document}`;
}

/** Withdraws the market also after a failure, so that nothing is left. */
async function* checkMarket(args: {
  outputs: Outputs;
  own: string;
  city: string;
  hallToken: string;
  applicantToken: string;
}): AsyncGenerator<string> {
  const { outputs, own, city, hallToken, applicantToken: token } = args;
  const marketId = randomUUID();
  const path = `christmas-markets/${marketId}/user`;
  const withdraw = () => send('DELETE', `${outputs.apiUrl}/v1/b2c/${path}/me`, { token });
  let withdrawn = false;
  try {
    const submitted = await send('POST', own, {
      token,
      headers: { 'idempotency-key': marketId },
      body: {
        marketName: `Smoke test of ${new Date().toISOString()}`,
        marketDescription: 'Withdrawn in a moment.',
        marketAveragePrice: 1,
        city,
      },
    });
    expectStatus(201, 'to an applicant who submits', submitted);
    yield `an applicant submits a market: ${marketId}`;

    const { revision, userId } = parse(submittedSchema, submitted);
    const decided = await send('PATCH', `${outputs.b2bApiUrl}/v1/b2b/${path}/${userId}`, {
      token: hallToken,
      body: { approved: false, reason: 'A smoke test', revision },
    });
    expectStatus(200, 'to a city hall that decides', decided);
    expectText('"status":"rejected"', 'the decision', decided);
    yield 'the city hall rejects it';

    const listed = expectStatus(200, 'to its owner', await send('GET', own, { token }));
    expectText(marketId, "the owner's list", listed);
    yield 'its owner sees the decision';

    expectStatus(204, 'to an applicant who withdraws', await withdraw());
    withdrawn = true;
    yield 'the applicant withdraws it';
  } finally {
    if (!withdrawn) await withdraw().catch(() => undefined);
  }
}

/** The same claims without a signature. */
function forge(token: string): string {
  const start = token.lastIndexOf('.') + 1;
  const other = token[start] === 'A' ? 'B' : 'A';
  return `${token.slice(0, start)}${other}${token.slice(start + 1)}`;
}

async function getToken(url: string, hall: Hall, scopes?: string[]): Promise<string> {
  const answer = await send('POST', url, {
    headers: { authorization: `Basic ${btoa(`${hall.clientId}:${hall.clientSecret}`)}` },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      ...(scopes && { scope: scopes.join(' ') }),
    }),
  });
  expectStatus(200, `to ${hall.name}`, answer);
  return parse(tokenSchema, answer).access_token;
}
