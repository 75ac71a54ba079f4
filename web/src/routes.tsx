import { isApiError, type PublicClient } from '@christmas-markets/sdk';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  redirect,
} from '@tanstack/react-router';
import type { AppConfig } from './config.ts';
import { Layout } from './layout.tsx';
import { Loading, NotFound, RouteFailure } from './states.tsx';
import { ChooseCity } from './visitors/choose-city.tsx';
import { CityMarkets } from './visitors/city-markets.tsx';
import { loadCities, loadMarkets, readCity } from './visitors/load.ts';
import { MarketPage } from './visitors/market-page.tsx';

type Context = { config: AppConfig; visitors: PublicClient };

const root = createRootRouteWithContext<Context>()({
  component: Layout,
  notFoundComponent: NotFound,
});

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    const city = readCity();
    if (city !== null) throw redirect({ to: '/cities/$city', params: { city }, replace: true });
    throw redirect({ to: '/cities', replace: true });
  },
});

const cities = createRoute({
  getParentRoute: () => root,
  path: '/cities',
  loader: ({ context, abortController }) => loadCities(context.visitors, abortController.signal),
  component: ChooseCity,
});

const city = createRoute({
  getParentRoute: () => root,
  path: '/cities/$city',
  loader: async ({ context, params, abortController }) => {
    try {
      return await loadMarkets(context.visitors, params.city, abortController.signal);
    } catch (error) {
      throw isApiError(error) && error.code === 'UNKNOWN_CITY' ? notFound() : error;
    }
  },
  notFoundComponent: NotFound,
});

const cityMarkets = createRoute({
  getParentRoute: () => city,
  path: '/',
  validateSearch: ({ q }): { q?: string } => (typeof q === 'string' && q !== '' ? { q } : {}),
  component: CityMarkets,
});

const market = createRoute({
  getParentRoute: () => city,
  path: '$marketId',
  component: MarketPage,
});

// What only applicants need is loaded when they need it: sign-in, forms and TanStack Query.
const my = createRoute({
  getParentRoute: () => root,
  path: '/my',
  component: lazyRouteComponent(() => import('./my/area.tsx'), 'MyArea'),
});
const callback = createRoute({
  getParentRoute: () => root,
  path: '/callback',
  component: lazyRouteComponent(() => import('./my/area.tsx'), 'Callback'),
});
const myMarkets = createRoute({
  getParentRoute: () => my,
  path: '/',
  component: lazyRouteComponent(() => import('./my/my-markets.tsx'), 'MyMarkets'),
});
const apply = createRoute({
  getParentRoute: () => my,
  path: 'apply',
  component: lazyRouteComponent(() => import('./my/apply.tsx'), 'Apply'),
});
const data = createRoute({
  getParentRoute: () => my,
  path: 'data',
  component: lazyRouteComponent(() => import('./my/my-data.tsx'), 'MyData'),
});
const myMarket = createRoute({
  getParentRoute: () => my,
  path: 'markets/$marketId',
  component: lazyRouteComponent(() => import('./my/my-market.tsx'), 'MyMarket'),
});
const edit = createRoute({
  getParentRoute: () => my,
  path: 'markets/$marketId/edit',
  component: lazyRouteComponent(() => import('./my/edit.tsx'), 'Edit'),
});

export function createAppRouter(context: Context) {
  return createRouter({
    routeTree: root.addChildren([
      home,
      cities,
      city.addChildren([cityMarkets, market]),
      callback,
      my.addChildren([myMarkets, apply, data, myMarket, edit]),
    ]),
    context,
    defaultPreload: 'intent',
    // As long as the API says that a list may be reused.
    defaultStaleTime: 60_000,
    defaultPendingMs: 100,
    defaultPendingMinMs: 0,
    defaultPendingComponent: Loading,
    defaultErrorComponent: RouteFailure,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
