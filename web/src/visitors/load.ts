import type { ApprovedMarket, City, PublicClient } from '@christmas-markets/sdk';

export function loadCities({ cities }: PublicClient, signal: AbortSignal): Promise<City[]> {
  return cities({ signal });
}

/** A city and its approved markets, by opening date. */
export async function loadMarkets(client: PublicClient, key: string, signal: AbortSignal) {
  const [cities, markets] = await Promise.all([
    client.cities({ signal }),
    collect(client.markets.listAll({ city: key, limit: 100 }, { signal })),
  ]);
  // The address may have the name of the city in place of its key.
  const city = cities.find((each) => each.key === key || each.name === key);
  rememberCity(city?.key ?? key);
  return { city: city ?? { key, name: key }, markets: markets.sort(byOpening) };
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** Those without a date are last. */
function byOpening(a: ApprovedMarket, b: ApprovedMarket): number {
  const dayOf = ({ opensOn, closesOn }: ApprovedMarket) => opensOn ?? closesOn ?? '9999';
  return dayOf(a).localeCompare(dayOf(b)) || a.marketName.localeCompare(b.marketName);
}

/** `null` if the visitor has not chosen one. */
export function readCity(): string | null {
  return localStorage.getItem('city');
}

function rememberCity(key: string): void {
  localStorage.setItem('city', key);
}
