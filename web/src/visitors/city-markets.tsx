import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useHead } from '../head.ts';
import { useText } from '../i18n/language.tsx';
import { Empty } from '../states.tsx';
import { MarketCard } from './market-card.tsx';

const route = getRouteApi('/cities/$city');
const list = getRouteApi('/cities/$city/');

export function CityMarkets() {
  const text = useText();
  const { city, markets } = route.useLoaderData();
  const { q: query = '' } = list.useSearch();
  const navigate = useNavigate({ from: '/cities/$city' });
  useHead({ title: text.city.title(city.name), description: text.city.description(city.name) });
  const search = (q: string) => {
    // In the address, so that a search can be shared; replaced, so that Back leaves the page.
    void navigate({ to: '.', search: q === '' ? {} : { q }, replace: true, resetScroll: false });
  };
  const found = markets.filter(({ marketName }) => fold(marketName).includes(fold(query)));
  return (
    <div className="page">
      <div className="title">
        <h1 tabIndex={-1}>{text.city.title(city.name)}</h1>
        <Link to="/cities" className="quiet">
          {text.city.change}
        </Link>
      </div>
      <search className="tools">
        <label>
          <span>{text.city.search}</span>
          <input type="search" value={query} onChange={({ target }) => search(target.value)} />
        </label>
        <p role="status" className="count">
          {text.city.count(found.length)}
        </p>
      </search>
      {markets.length === 0 ? (
        <Empty title={text.city.empty} hint={text.city.emptyHint}>
          <Link to="/my/apply" className="button">
            {text.city.apply}
          </Link>
        </Empty>
      ) : found.length === 0 ? (
        <Empty title={text.city.noMatch(query)}>
          <button type="button" onClick={() => search('')}>
            {text.city.clear}
          </button>
        </Empty>
      ) : (
        <ul className="cards">
          {found.map((market) => (
            <li key={market.marketId}>
              <MarketCard market={market} city={city.key} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** „Târg” is found by “targ”. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
