import type { City, Market } from './contract.ts';
import { answerProblem, answerTrpc, toTrpcError } from './testing/answer.ts';
import { createApplicantProcedures } from './testing/applicants.ts';
import { createCatalogue } from './testing/catalogue.ts';
import { type CityHall, createCityHallProcedures } from './testing/city-halls.ts';
import { FakeProblem } from './testing/fake-problem.ts';
import { createPublicProcedures } from './testing/public.ts';
import { createStore } from './testing/store.ts';
import type { Fetch } from './transport.ts';

/** What the fake API starts with. */
export type FakeApiOptions = {
  /**
   * The catalogue.
   * @default Cluj-Napoca and Iași
   */
  cities?: readonly City[] | undefined;
  /** @default 50, as of a deployment */
  marketsPerApplicant?: number | undefined;
  /**
   * The time in milliseconds since the epoch.
   * @default Date.now
   */
  clock?: (() => number) | undefined;
};

/** The API in memory. */
export type FakeApi = {
  /** For the option `url` of every client. */
  url: string;
  /** For the option `fetch` of every client, and of tRPC's own. It answers no REST path that needs a token. */
  fetch: Fetch;
  /** A token of an applicant. @param userId - A UUID. By default a new one. */
  applicant(userId?: string): string;
  /** A token of a city hall. @param cities - Names of the catalogue. */
  cityHall(name: string, cities: readonly string[]): string;
  /** The next requests fail: without an answer, or with this status of the gateway. */
  failNext(...failures: ('network' | number)[]): void;
  /** Every stored market. */
  stored(): Market[];
};

/**
 * The API in memory, with the same rules, for the tests of an app. It needs no network. Two differences: changes
 * appear at once instead of after 35 seconds, and messages are not always the same. Codes are.
 *
 * @example
 * ```ts
 * const api = createFakeApi();
 * const client = createB2cClient({ url: api.url, fetch: api.fetch, token: api.applicant() });
 * const hall = createB2bClient({
 *   url: api.url,
 *   fetch: api.fetch,
 *   token: api.cityHall('cluj', ['Cluj-Napoca']),
 * });
 * const market = await client.markets.submit(form);
 * await hall.markets.approve(market);
 * ```
 */
export function createFakeApi({
  cities = [
    { key: 'cluj-napoca', name: 'Cluj-Napoca' },
    { key: 'iasi', name: 'Iași' },
  ],
  marketsPerApplicant = 50,
  clock = Date.now,
}: FakeApiOptions = {}): FakeApi {
  const store = createStore(clock);
  const catalogue = createCatalogue(cities);
  const b2c = createApplicantProcedures(store, catalogue, { marketsPerApplicant });
  const b2b = createCityHallProcedures(store, catalogue, { clock });
  const visitors = createPublicProcedures(store, catalogue);
  const applicants = new Map<string, string>();
  const cityHalls = new Map<string, CityHall>();
  const failures: ('network' | number)[] = [];

  function answer(url: URL, init: RequestInit): Response {
    const authorization = new Headers(init.headers).get('authorization') ?? '';
    const token = authorization.replace(/^Bearer /, '');
    if (url.pathname.startsWith('/trpc/public/')) {
      return answerTrpc(url, init, {
        mount: '/trpc/public/',
        procedures: visitors,
        caller: undefined,
      });
    }
    const applicant = applicants.get(token);
    if (url.pathname.startsWith('/trpc/b2c/') && applicant !== undefined) {
      return answerTrpc(url, init, { mount: '/trpc/b2c/', procedures: b2c, caller: applicant });
    }
    const cityHall = cityHalls.get(token);
    if (url.pathname.startsWith('/trpc/b2b/') && cityHall !== undefined) {
      return answerTrpc(url, init, { mount: '/trpc/b2b/', procedures: b2b, caller: cityHall });
    }
    if (url.pathname.startsWith('/trpc/')) {
      const problem = new FakeProblem('UNAUTHORIZED', 'The access token is not valid here.');
      return Response.json(toTrpcError(problem), { status: problem.status });
    }
    return answerRest(url);
  }

  function answerRest({ pathname, searchParams }: URL): Response {
    const [, city] = /^\/v1\/cities\/([^/]+)\/christmas-markets$/.exec(pathname) ?? [];
    try {
      if (pathname === '/health') return Response.json(visitors.health({}));
      if (pathname === '/v1/cities') return Response.json(visitors.cities({}));
      if (city === undefined) throw new FakeProblem('NOT_FOUND', 'There is no such operation.');
      const { limit, ...query } = Object.fromEntries(searchParams);
      const input = { ...query, ...(limit && { limit: Number(limit) }) };
      return Response.json(visitors['markets.list']({ ...input, city: decodeURIComponent(city) }));
    } catch (error) {
      return answerProblem(error);
    }
  }

  return {
    url: 'https://christmas-markets.test',
    async fetch(url, init) {
      init.signal?.throwIfAborted();
      const failure = failures.shift();
      if (failure === 'network') throw new TypeError('fetch failed');
      if (failure !== undefined) {
        return Response.json({ message: 'The fake fails on purpose' }, { status: failure });
      }
      return answer(new URL(url), init);
    },
    applicant(userId = crypto.randomUUID()) {
      const token = `applicant-${userId}`;
      applicants.set(token, userId);
      return token;
    },
    cityHall(name, ofHall) {
      const token = `city-hall-${name}`;
      cityHalls.set(token, { name, cities: ofHall.map((city) => catalogue.find(city).name) });
      return token;
    },
    failNext: (...next) => void failures.push(...next),
    stored: store.all,
  };
}
