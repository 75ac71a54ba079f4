import { afterEach, expect, test, vi } from 'vitest';
import { unknownKidCoolDownMs } from '../../../local/gateway/assumptions.ts';
import { createGateway } from '../../../local/gateway/gateway.ts';
import { createKeyGenerator } from '../../signing-keys.ts';
import { sendHead, startGateway, startTime } from './fixture.ts';
import { discoveryPath, forge, type Issuer, jwksPath, startIssuer } from './issuer.ts';

const oneDayS = 86_400;

afterEach(() => vi.useRealTimers());

/** The keys are cached by jose, which reads `Date`. Timers stay real. */
function setTime(now: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now });
}

function startProtected(issuer: string, clock = () => startTime) {
  return startGateway({
    routes: [{ routeKey: 'GET /x', authorizer: 'b2c', scopes: ['s'] }],
    authorizers: { b2c: { issuer, audience: ['client'] } },
    clock,
  });
}

function signAs(issuer: Issuer, kid: string, signer: Issuer = issuer): Promise<string> {
  return forge(
    signer.keyOf(kid),
    { alg: 'RS256', kid },
    { iss: issuer.issuer, client_id: 'client', scope: 's', exp: startTime / 1000 + oneDayS },
  );
}

async function statusWith(port: number, token: string): Promise<number> {
  return (await sendHead(port, 'GET /x', [`Authorization: Bearer ${token}`])).status;
}

test('the keys are fetched when first needed, and once for many requests at once', async () => {
  await using issuer = await startIssuer();
  await using gateway = await startProtected(issuer.issuer);
  expect(issuer.hits).toEqual([]);
  const token = await signAs(issuer, 'first');
  const statuses = await Promise.all(
    Array.from({ length: 10 }, () => statusWith(gateway.port, token)),
  );
  expect(statuses).toEqual(Array(10).fill(200));
  expect(await statusWith(gateway.port, await signAs(issuer, 'second'))).toBe(200);
  expect(issuer.hits).toEqual([discoveryPath, jwksPath]);
});

test('an unknown key id causes one more fetch, after the cool-down', async () => {
  setTime(startTime);
  await using issuer = await startIssuer();
  await using gateway = await startProtected(issuer.issuer, Date.now);
  expect(await statusWith(gateway.port, await signAs(issuer, 'first'))).toBe(200);
  await issuer.addKey('third');
  const rotated = await signAs(issuer, 'third');

  setTime(startTime + unknownKidCoolDownMs - 1);
  expect(await statusWith(gateway.port, rotated)).toBe(401);
  expect(issuer.hits).toHaveLength(2);

  setTime(startTime + unknownKidCoolDownMs);
  expect(await statusWith(gateway.port, rotated)).toBe(200);
  expect(issuer.hits).toEqual([discoveryPath, jwksPath, jwksPath]);
});

test('a withdrawn key is refused after two hours', async () => {
  setTime(startTime);
  await using issuer = await startIssuer();
  await using gateway = await startProtected(issuer.issuer, Date.now);
  const token = await signAs(issuer, 'first');
  expect(await statusWith(gateway.port, token)).toBe(200);
  issuer.published.splice(0, 1);

  setTime(startTime + 2 * 60 * 60 * 1000 - 1);
  expect(await statusWith(gateway.port, token)).toBe(200);
  setTime(startTime + 2 * 60 * 60 * 1000);
  expect(await statusWith(gateway.port, token)).toBe(401);
});

test('an issuer that was down is asked again', async () => {
  await using issuer = await startIssuer();
  await using gateway = await startProtected(issuer.issuer);
  const token = await signAs(issuer, 'first');
  const discovery = issuer.answers.get(discoveryPath);
  issuer.answers.set(discoveryPath, () => ({ status: 503 }));
  expect(await statusWith(gateway.port, token)).toBe(401);
  if (discovery) issuer.answers.set(discoveryPath, discovery);
  expect(await statusWith(gateway.port, token)).toBe(200);
});

test.each<[string, string, (issuer: Issuer, elsewhere: Issuer) => object]>([
  [
    'discovery that names another issuer',
    discoveryPath,
    (issuer, elsewhere) => ({
      status: 200,
      body: { issuer: elsewhere.issuer, jwks_uri: `${issuer.issuer}/.well-known/jwks.json` },
    }),
  ],
  [
    'discovery without a jwks_uri',
    discoveryPath,
    (issuer) => ({ status: 200, body: { issuer: issuer.issuer } }),
  ],
  [
    'discovery that redirects',
    discoveryPath,
    (_issuer, elsewhere) => ({
      status: 302,
      headers: { location: `${elsewhere.origin}${discoveryPath}` },
    }),
  ],
  [
    'a key set that redirects',
    jwksPath,
    (_issuer, elsewhere) => ({
      status: 302,
      headers: { location: `${elsewhere.origin}${jwksPath}` },
    }),
  ],
  ['a key set without keys', jwksPath, () => ({ status: 200, body: {} })],
  ['a key set of nonsense', jwksPath, () => ({ status: 200, body: { keys: [null] } })],
])('%s: unauthorized, and nothing is fetched elsewhere', async (_name, path, answer) => {
  const generateKey = createKeyGenerator();
  await using issuer = await startIssuer(generateKey);
  await using elsewhere = await startIssuer(generateKey);
  issuer.answers.set(path, () => ({ status: 200, ...answer(issuer, elsewhere) }));
  await using gateway = await startProtected(issuer.issuer);
  expect(await statusWith(gateway.port, await signAs(issuer, 'first'))).toBe(401);
  expect(gateway.events).toEqual([]);
  expect(elsewhere.hits).toEqual([]);
});

test('a jwks_uri over http to an address that is not loopback is not fetched', async () => {
  await using issuer = await startIssuer();
  const elsewhere = issuer.issuer.replace('127.0.0.1', '0.0.0.0');
  issuer.answers.set(discoveryPath, () => ({
    status: 200,
    body: { issuer: issuer.issuer, jwks_uri: `${elsewhere}/.well-known/jwks.json` },
  }));
  await using gateway = await startProtected(issuer.issuer);
  expect(await statusWith(gateway.port, await signAs(issuer, 'first'))).toBe(401);
  expect(issuer.hits).toEqual([discoveryPath]);
});

test('a token without a key id is refused, also if the only key has no id', async () => {
  await using issuer = await startIssuer();
  const [{ kid, ...key } = {}] = issuer.published.splice(0, 2);
  issuer.published.push({ kty: 'RSA', ...key });
  await using gateway = await startProtected(issuer.issuer);
  const claims = {
    iss: issuer.issuer,
    client_id: 'client',
    scope: 's',
    exp: startTime / 1000 + 60,
  };
  const token = await forge(issuer.keyOf(kid ?? ''), { alg: 'RS256' }, claims);
  expect(await statusWith(gateway.port, token)).toBe(401);
});

test.each([
  ['http://issuer.example.com/pool', ['client'], /expected https, or http on a loopback address/],
  ['http://127.0.0.1.example.com/pool', ['client'], /loopback/],
  ['file:///etc/pool', ['client'], /loopback/],
  ['https://issuer.test', Array.from({ length: 51 }, (_, n) => `hall-${n}`), /51 audiences/],
])('an authorizer of issuer %s is refused', (issuer, audience, message) => {
  const create = () =>
    createGateway({
      routes: [],
      authorizers: { b2b: { issuer, audience } },
      cors: null,
      handler: async () => null,
    });
  expect(create).toThrow(message);
});
