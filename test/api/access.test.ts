import { beforeAll, describe, expect, it } from 'vitest';
import { b2bRouter } from '../../server/contract/b2b.ts';
import { b2cRouter } from '../../server/contract/b2c.ts';
import type { Meta } from '../../server/contract/procedures.ts';
import { publicRouter } from '../../server/contract/public.ts';
import { listProcedures, routes } from '../../server/contract/routes.ts';
import { createCall, transports } from '../api-client.ts';
import { content, type Market, submitMarket } from '../security/markets.ts';
import { covering } from '../thorough.ts';
import { useStack } from '../use-stack.ts';

const callers = [
  'no token',
  'the applicant',
  'another applicant',
  'city hall of the city',
  'city hall of another city',
  'ID token',
] as const;
type Caller = (typeof callers)[number];

const everyone = [200, 200, 200, 200, 200, 200];

/** Who may call what: the statuses over REST, in the order of the callers. */
const table: Record<string, { input: (market: Market) => object; statuses: number[] }> = {
  'public.markets.list': { input: ({ city }) => ({ city }), statuses: everyone },
  'public.cities': { input: () => ({}), statuses: everyone },
  'public.health': { input: () => ({}), statuses: everyone },
  'b2c.markets.list': {
    input: ({ userId }) => ({ userId }),
    statuses: [401, 200, 403, 401, 401, 403],
  },
  'b2c.markets.get': {
    input: ({ userId, marketId }) => ({ userId, marketId }),
    statuses: [401, 200, 403, 401, 401, 403],
  },
  'b2c.markets.submit': {
    input: ({ userId }) => ({ userId, ...content }),
    statuses: [401, 201, 403, 401, 401, 403],
  },
  'b2c.markets.edit': {
    input: ({ userId, marketId, revision }) => ({ userId, marketId, revision, marketName: 'New' }),
    statuses: [401, 200, 403, 401, 401, 403],
  },
  'b2c.markets.withdraw': {
    input: ({ userId, marketId }) => ({ userId, marketId }),
    statuses: [401, 204, 403, 401, 401, 403],
  },
  // These name no user: another applicant reads and erases that applicant's own data.
  'b2c.users.export': { input: () => ({}), statuses: [401, 200, 200, 401, 401, 403] },
  'b2c.users.erase': { input: () => ({}), statuses: [401, 200, 200, 401, 401, 403] },
  'b2b.markets.list': {
    input: ({ city }) => ({ city }),
    statuses: [401, 401, 401, 200, 403, 401],
  },
  'b2b.markets.get': {
    input: ({ userId, marketId }) => ({ userId, marketId }),
    statuses: [401, 401, 401, 200, 404, 401],
  },
  'b2b.markets.changes': {
    input: ({ city }) => ({ city, cursor: 'now' }),
    statuses: [401, 401, 401, 200, 403, 401],
  },
  'b2b.markets.decideMany': {
    input: ({ city, userId, marketId, revision }) => ({
      city,
      decisions: [{ userId, marketId, revision, approved: true }],
    }),
    statuses: [401, 401, 401, 200, 403, 401],
  },
  'b2b.markets.decide': {
    input: ({ userId, marketId, revision }) => ({ userId, marketId, revision, approved: true }),
    statuses: [401, 401, 401, 200, 404, 401],
  },
};

/** Served without a token, on purpose. */
const fixedRoutes = ['GET /', 'GET /docs', 'GET /docs/{proxy+}', 'GET /openapi.json'];
const publicGetRoutes = [
  ...fixedRoutes,
  'GET /health',
  'GET /v1/cities',
  'GET /v1/cities/{city}/christmas-markets',
];
const publicHeadRoutes = publicGetRoutes.map((routeKey) => routeKey.replace('GET', 'HEAD'));
const publicRpcRoute = 'GET /trpc/public/{proxy+}';
const publicRoutes = [...publicGetRoutes, ...publicHeadRoutes, publicRpcRoute].sort();

const procedures = Object.entries({ public: publicRouter, b2c: b2cRouter, b2b: b2bRouter }).flatMap(
  ([side, router]) =>
    listProcedures(router).map(([name, { _def }]) => {
      const meta: Meta = _def.meta ?? {};
      return { name: `${side}.${name}`, meta };
    }),
);

describe('the table', () => {
  it('lists every procedure, with the expected status for each caller', () => {
    expect(Object.keys(table).sort()).toEqual(procedures.map(({ name }) => name).sort());
    for (const { statuses } of Object.values(table)) expect(statuses).toHaveLength(callers.length);
  });

  it("of the gateway's routes equals the metadata of the routers", () => {
    const scopes = {
      b2c: 'B2CIdentifier/ManageChristmasMarkets',
      b2b: 'B2BIdentifier/ApproveChristmasMarkets',
    };
    const rest = procedures.map(({ name, meta }) => {
      const side = name.startsWith('public.') ? null : name.startsWith('b2c.') ? 'b2c' : 'b2b';
      expect(meta).toMatchObject({ authorizer: side, ...(side && { scope: scopes[side] }) });
      return {
        routeKey: `${meta.openapi?.method} ${meta.openapi?.path}`,
        authorizer: side,
        scopes: side ? [scopes[side]] : [],
      };
    });
    const trpc = (['b2c', 'b2b'] as const).flatMap((side) =>
      ['GET', 'POST'].map((method) => ({
        routeKey: `${method} /trpc/${side}/{proxy+}`,
        authorizer: side,
        scopes: [scopes[side]],
      })),
    );
    const fixed = [...fixedRoutes, ...publicHeadRoutes, publicRpcRoute].map((routeKey) => ({
      routeKey,
      authorizer: null,
      scopes: [],
    }));
    const byKey = (a: { routeKey: string }, b: { routeKey: string }) =>
      a.routeKey < b.routeKey ? -1 : 1;
    expect([...routes].sort(byKey)).toEqual([...rest, ...trpc, ...fixed].sort(byKey));
  });

  it('has no authorizer only for the public routes', () => {
    const open = routes.filter(({ authorizer }) => authorizer === null);
    expect(open.map(({ routeKey }) => routeKey).sort()).toEqual(publicRoutes);
    for (const { authorizer, scopes } of routes)
      expect(scopes.length > 0).toBe(authorizer !== null);
  });
});

describe.each(['shared', 'split'] as const)('topology %s', (topology) => {
  const stack = useStack({ topology, marketsPerApplicant: 1_000 });
  let ada: { userId: string; token: string };
  let tokens: Record<Caller, string | undefined>;

  beforeAll(async () => {
    const [applicant, other] = await Promise.all([stack.applicant('ada'), stack.applicant('eve')]);
    ada = applicant;
    tokens = {
      'no token': undefined,
      'the applicant': applicant.token,
      'another applicant': other.token,
      'city hall of the city': await stack.cityHall('cluj'),
      'city hall of another city': await stack.cityHall('iasi'),
      'ID token': applicant.idToken,
    };
  });

  const covered = covering(transports, [topology === 'shared' ? 'rest' : 'trpc']);
  describe.each(covered)('over %s', (transport) => {
    const served = Object.entries(table).filter(
      // Public procedures have no mount: tRPC's clients sign in.
      ([name]) => transport === 'rest' || !name.startsWith('public.'),
    );

    it.each(served)('%s', async (procedure, { input, statuses }) => {
      const call = createCall(stack.outputs, transport);
      let market = await submitMarket(stack, ada);
      for (const [index, caller] of callers.entries()) {
        const before = await stack.stored();
        const answer = await call(procedure, { ...input(market) }, tokens[caller]);
        const status = statuses[index] ?? 0;
        const expected = transport === 'trpc' && status < 300 ? 200 : status;
        expect({ caller, status: answer.status }).toEqual({ caller, status: expected });
        if (status >= 400) expect(await stack.stored()).toEqual(before);
        else market = await submitMarket(stack, ada);
      }
    });
  });
});
