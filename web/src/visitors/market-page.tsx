import { getRouteApi, Link } from '@tanstack/react-router';
import { useHead } from '../head.ts';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.tsx';
import { NotFound } from '../states.tsx';
import { OpeningBadge, useOpening } from './opening.tsx';

const route = getRouteApi('/cities/$city');
const page = getRouteApi('/cities/$city/$marketId');

export function MarketPage() {
  const { city, markets } = route.useLoaderData();
  const { marketId } = page.useParams();
  const market = markets.find((each) => each.marketId === marketId);
  return market === undefined ? <NotFound /> : <Details {...{ city, market }} />;
}

type Data = ReturnType<typeof route.useLoaderData>;

function Details({ city, market }: { city: Data['city']; market: Data['markets'][number] }) {
  const text = useText();
  const { price } = useFormat();
  const opening = useOpening(market);
  const { marketName, marketDescription, marketAveragePrice, address } = market;
  useHead({ title: `${marketName}, ${city.name}`, description: marketDescription });
  return (
    <article className="page narrow market">
      <div className="awning" />
      <h1 tabIndex={-1}>{marketName}</h1>
      <p className="badges">
        <OpeningBadge market={market} />
      </p>
      <p className="description">{marketDescription}</p>
      <dl className="facts">
        <dt>{text.market.opens}</dt>
        <dd>{opening}</dd>
        <dt>{text.market.address}</dt>
        <dd>{address ? `${address}, ${city.name}` : city.name}</dd>
        <dt>{text.market.price}</dt>
        <dd>{price(marketAveragePrice)}</dd>
      </dl>
      <Link to="/cities/$city" params={{ city: city.key }} className="quiet">
        {text.market.all(city.name)}
      </Link>
    </article>
  );
}
