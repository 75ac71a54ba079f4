import type { ApprovedMarket } from '../contract.ts';
import type { Catalogue } from './catalogue.ts';
import { byRevision } from './city-halls.ts';
import { parseInput } from './fake-problem.ts';
import { inputs } from './inputs.ts';
import { type Store, takePage } from './store.ts';

/** What everyone may read. */
export function createPublicProcedures(store: Store, catalogue: Catalogue) {
  return {
    'markets.list': (input: unknown) => {
      const { city, ...page } = parseInput(inputs.approvedList, input);
      const { name } = catalogue.find(city);
      const approved = store
        .all()
        .filter((market) => market.city === name && market.status === 'approved');
      const { items, ...rest } = takePage(byRevision(approved), page, ({ revision }) => revision);
      const shown = items.map(
        ({
          userId,
          status,
          marketApproved,
          revision,
          submittedAt,
          firstSubmittedAt,
          decisions,
          ...market
        }): ApprovedMarket => market,
      );
      return { items: shown, ...rest };
    },
    cities: (input: unknown) => {
      parseInput(inputs.none, input);
      return { items: catalogue.cities.map(({ key, name }) => ({ key, name })) };
    },
    health: (input: unknown) => {
      parseInput(inputs.none, input);
      return { status: 'ok' };
    },
  };
}
