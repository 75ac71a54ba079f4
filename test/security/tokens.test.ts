import { createServer } from 'node:http';
import { exportJWK } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createGateway } from '../../local/gateway/gateway.ts';
import { listen } from '../../local/listen.ts';
import { routes } from '../../server/contract/routes.ts';
import type { Outputs } from '../../server/deployment/outputs.ts';
import { createCall, createRequest, send, transports } from '../api-client.ts';
import type { Applicant } from '../fixture.ts';
import { covering } from '../thorough.ts';
import { useStack } from '../use-stack.ts';
import { createTestHandler, type Door, doors, openLambdaDoor } from './doors.ts';
import { createForger, type Forger } from './forge.ts';
import { content, type Market, submitMarket } from './markets.ts';
import { expectRefusal, expectTokenRefused } from './refusals.ts';
import { stranger, tokenCases } from './token-cases.ts';

// "Refused" means at both doors: by the gateway's authorizer, and by the Lambda without an authorizer.

const combinations = covering(
  doors.flatMap((door) => transports.map((transport) => [door, transport] as const)),
  [
    ['gateway', 'rest'],
    ['lambda', 'trpc'],
  ],
);

describe.each(['shared', 'split'] as const)('topology %s', (topology) => {
  // Signatures and times are checked in the same way in both topologies; issuers and audiences are not.
  const cases = tokenCases.filter(([title]) => topology === 'shared' || /^[69]:/.test(title));
  const stack = useStack({ topology });
  let ada: Applicant;
  let cluj: string;
  let market: Market;
  let lambda: Awaited<ReturnType<typeof openLambdaDoor>>;
  let forgers: Record<'b2c' | 'b2b', Forger>;
  let before: unknown;

  beforeAll(async () => {
    ada = await stack.applicant('ada');
    cluj = await stack.cityHall('cluj');
    market = await submitMarket(stack, ada);
    const { outputs } = stack;
    forgers = {
      b2c: await createForger(stack, { issuer: outputs.issuer, valid: ada.token }),
      b2b: await createForger(stack, { issuer: outputs.b2bIssuer, valid: cluj }),
    };
    // The claims of a caller with every right, as API Gateway would send them.
    const claims = Object.entries({ ...forgers.b2c.claims(), ...forgers.b2b.claims() });
    lambda = await openLambdaDoor(stack, {
      claims: {
        ...Object.fromEntries(claims.map(([name, value]) => [name, String(value)])),
        sub: ada.userId,
        scope: `${forgers.b2c.claims().scope} ${forgers.b2b.claims().scope}`,
      },
    });
    before = await stack.stored();
  });
  afterAll(() => lambda[Symbol.asyncDispose]());

  afterEach(async () => expect(await stack.stored()).toEqual(before));

  const outputsOf = (door: Door): Outputs => (door === 'gateway' ? stack.outputs : lambda.outputs);

  /** A read and a write of each side, which a bad token must not reach. */
  const calls = (): Record<'b2c' | 'b2b', [string, Record<string, unknown>][]> => {
    const { userId, marketId, revision } = market;
    return {
      b2c: [
        ['b2c.markets.list', { userId: 'me' }],
        ['b2c.markets.submit', { userId: 'me', ...content }],
        ['b2c.users.erase', {}],
      ],
      b2b: [
        ['b2b.markets.list', { city: 'Cluj-Napoca' }],
        ['b2b.markets.decide', { userId, marketId, revision, approved: true }],
        [
          'b2b.markets.decideMany',
          { city: 'Cluj-Napoca', decisions: [{ userId, marketId, revision, approved: true }] },
        ],
      ],
    };
  };

  describe.each(combinations)('at the %s, over %s', (door, transport) => {
    async function expectNothingBy(
      side: 'b2c' | 'b2b',
      headers: Record<string, string>,
      {
        status = 401,
        query = '',
        sent = true,
      }: { status?: 401 | 403; query?: string; sent?: boolean } = {},
    ) {
      const toRequest = createRequest(outputsOf(door), transport);
      for (const [procedure, input] of calls()[side]) {
        const request = toRequest(procedure, input);
        const target = query
          ? `${request.target}${request.target.includes('?') ? '&' : '?'}${query}`
          : request.target;
        const answer = await send({
          ...request,
          target,
          headers: { ...request.headers, ...headers },
        });
        // tRPC checks the whole request before the token, so it refuses a bad query first.
        if (door === 'lambda' && transport === 'trpc' && query) {
          expectRefusal(answer, transport, { status: 400, code: 'INVALID_INPUT' });
        } else {
          expectTokenRefused(answer, { door, transport, status, sent });
        }
      }
    }

    it.each<[string, Record<string, string>, boolean]>([
      ['no header', {}, false],
      ['an empty header', { authorization: '' }, false],
      ['Bearer alone', { authorization: 'Bearer ' }, false],
      ['Basic', { authorization: 'Basic x' }, false],
      ['null', { authorization: 'Bearer null' }, true],
    ])('1: %s is refused', async (_title, headers, sent) => {
      await expectNothingBy('b2c', headers, { sent });
      await expectNothingBy('b2b', headers, { sent });
    });

    it('1: a valid token with another scheme is refused', async () => {
      for (const scheme of ['Basic', 'Token', 'DPoP']) {
        const sent = false;
        await expectNothingBy('b2c', { authorization: `${scheme} ${ada.token}` }, { sent });
        await expectNothingBy('b2b', { authorization: `${scheme} ${cluj}` }, { sent });
      }
    });

    it('1: a valid token in the query or in another header is refused', async () => {
      const sent = false;
      await expectNothingBy('b2c', {}, { query: `access_token=${ada.token}`, sent });
      await expectNothingBy('b2b', {}, { query: `authorization=${cluj}`, sent });
      const elsewhere = { 'x-authorization': ada.token, cookie: `t=${ada.token}` };
      await expectNothingBy('b2c', elsewhere, { sent });
    });

    it.each(cases)('%s is refused with %i', async (_title, status, token) => {
      for (const side of ['b2c', 'b2b'] as const) {
        const forged = await token(forgers[side]);
        await expectNothingBy(side, { authorization: `Bearer ${forged}` }, { status });
      }
    });

    it('4: a token that contains or links its own key is refused, and no URL in it is fetched', async () => {
      const asked: string[] = [];
      const server = createServer((request, response) => {
        asked.push(request.url ?? '');
        response.end('{}');
      });
      const attacker = await listen(server, 0);
      const fetched = vi.spyOn(globalThis, 'fetch');
      try {
        const jwk = { ...(await exportJWK(stranger.publicKey)), kid: 'evil', alg: 'RS256' };
        const jku = `${attacker.url}/jwks.json`;
        for (const own of [{ jwk }, { jku }, { x5u: jku }, { x5c: ['AAAA'] }, { jwk, jku }]) {
          for (const kid of ['evil', forgers.b2c.keys.accessToken.kid]) {
            const header = { alg: 'RS256', kid, ...own };
            const forged = forgers.b2c.sign(forgers.b2c.claims(), header, stranger.privateKey);
            await expectNothingBy('b2c', { authorization: `Bearer ${await forged}` });
          }
        }
        const elsewhere = forgers.b2c.claims({ iss: attacker.url });
        const forged = forgers.b2c.sign(elsewhere, undefined, stranger.privateKey);
        await expectNothingBy('b2c', { authorization: `Bearer ${await forged}` });
        expect(asked).toEqual([]);
        const known = [stack.outputs.issuer, stack.outputs.b2bIssuer];
        const urls = fetched.mock.calls.map(([url]) => String(url));
        expect(urls.filter((url) => !known.some((at) => url.startsWith(`${at}/`)))).toEqual([]);
      } finally {
        fetched.mockRestore();
        await attacker.close();
      }
    });

    it('7: an ID token in place of an access token is refused', async () => {
      // The gateway does not check token_use. It refuses an ID token for the missing scope.
      const status = door === 'gateway' ? 403 : 401;
      await expectNothingBy('b2c', { authorization: `Bearer ${ada.idToken}` }, { status });
      // At the city halls' API the audience is wrong too.
      await expectNothingBy('b2b', { authorization: `Bearer ${ada.idToken}` });
    });

    it.each(['id', 'refresh', 'ACCESS', '', undefined, null, ['access']])(
      '7: the Lambda refuses a token whose token_use is %j',
      async (token_use) => {
        const call = createCall(outputsOf(door), transport);
        for (const side of ['b2c', 'b2b'] as const) {
          const forged = await forgers[side].sign(forgers[side].claims({ token_use }));
          for (const [procedure, input] of calls()[side]) {
            const answer = await call(procedure, input, forged);
            expectTokenRefused(answer, { door: 'lambda', transport, status: 401 });
          }
        }
      },
    );

    // A shared pool has only one key.
    if (topology === 'split')
      it("6: another pool's key is refused", async () => {
        for (const [side, other] of [
          ['b2c', 'b2b'],
          ['b2b', 'b2c'],
        ] as const) {
          const forged = await forgers[other].sign(forgers[side].claims());
          await expectNothingBy(side, { authorization: `Bearer ${forged}` });
        }
      });

    it('8: a token of the other side is refused, with any scopes', async () => {
      const scope = `${forgers.b2c.claims().scope} ${forgers.b2b.claims().scope}`;
      for (const [from, to] of [
        ['b2c', 'b2b'],
        ['b2b', 'b2c'],
      ] as const) {
        await expectNothingBy(to, { authorization: `Bearer ${forgers[from].valid}` });
        const mighty = await forgers[from].sign(forgers[from].claims({ scope }));
        await expectNothingBy(to, { authorization: `Bearer ${mighty}` });
      }
    });

    it('the valid tokens that the forged ones were made from are accepted', async () => {
      const call = createCall(outputsOf(door), transport);
      for (const [side, token] of [
        ['b2c', ada.token],
        ['b2b', cluj],
      ] as const) {
        const [[procedure, input] = ['', {}]] = calls()[side];
        expect((await call(procedure, input, token)).status).toBe(200);
        const copy = await forgers[side].sign(forgers[side].claims());
        expect((await call(procedure, input, copy)).status).toBe(200);
      }
    });
  });

  it.each(transports)(
    '10: the token identifies the caller, not the claims of the authorizer, over %s',
    async (transport) => {
      // The forged authorizer claims belong to ada and to cluj, with all their scopes.
      const [eve, iasi] = [await stack.applicant('eve'), await stack.cityHall('iasi')];
      const call = createCall(lambda.outputs, transport);
      const { userId, marketId, revision } = market;
      const edit = { userId, marketId, revision, marketName: 'Mine now' };
      for (const [procedure, input] of [
        ['b2c.markets.list', { userId }],
        ['b2c.markets.submit', { userId, ...content }],
        ['b2c.markets.edit', edit],
        ['b2c.markets.withdraw', { userId, marketId }],
      ] as const) {
        const answer = await call(procedure, input, eve.token);
        expectRefusal(answer, transport, { status: 403, code: 'FORBIDDEN' });
      }
      expect((await call('b2c.markets.list', { userId: 'me' }, eve.token)).body).toEqual({
        items: [],
      });
      expect((await call('b2c.users.export', {}, eve.token)).body).toEqual({
        userId: eve.userId,
        markets: [],
      });
      expect((await call('b2c.users.erase', {}, eve.token)).body).toMatchObject({ erased: 0 });
      expectTokenRefused(await call('b2b.markets.list', { city: 'Cluj-Napoca' }, iasi), {
        door: 'lambda',
        transport,
        status: 403,
      });
      const decision = { userId, marketId, revision, approved: true };
      expectRefusal(await call('b2b.markets.decide', decision, iasi), transport, {
        status: 404,
        code: 'MARKET_NOT_FOUND',
      });
      const hers = await submitMarket(stack, eve, { city: 'Iași' });
      const decided = await call(
        'b2b.markets.decide',
        {
          userId: eve.userId,
          marketId: hers.marketId,
          revision: hers.revision,
          approved: true,
        },
        iasi,
      );
      expect(decided.body).toMatchObject({ decisions: [{ decidedBy: 'iasi' }] });
      await call('b2c.users.erase', {}, eve.token);
    },
  );

  it.each(transports)(
    '10: routes without their authorizers refuse calls without a token over %s',
    async (transport) => {
      const gateway = await createGateway({
        routes: routes.map((route) => ({ ...route, authorizer: null, scopes: [] })),
        authorizers: {},
        cors: null,
        handler: createTestHandler(stack),
      }).listen(0);
      const outputs = { ...stack.outputs, apiUrl: gateway.url, b2bApiUrl: gateway.url };
      try {
        for (const [procedure, input] of Object.values(calls()).flat()) {
          const answer = await createCall(outputs, transport)(procedure, input);
          expectTokenRefused(answer, { door: 'lambda', transport, status: 401, sent: false });
        }
      } finally {
        await gateway.close();
      }
    },
  );
});
