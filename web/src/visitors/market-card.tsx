import type { ApprovedMarket } from '@christmas-markets/sdk';
import { Link } from '@tanstack/react-router';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.tsx';
import { OpeningBadge, useOpening } from './opening.tsx';

export function MarketCard({ market, city }: { market: ApprovedMarket; city: string }) {
  const { market: text } = useText();
  const { price } = useFormat();
  const opening = useOpening(market);
  const { marketId, marketName, marketDescription, marketAveragePrice, address } = market;
  return (
    <article className="card">
      <div className="awning" />
      <h2>
        <Link to="/cities/$city/$marketId" params={{ city, marketId }}>
          {marketName}
        </Link>
      </h2>
      <p className="when">
        {opening} <OpeningBadge market={market} />
      </p>
      {address && <p className="where">{address}</p>}
      <p className="excerpt">{marketDescription}</p>
      <p className="price">
        {marketAveragePrice === 0 ? text.free : text.perVisit(price(marketAveragePrice))}
      </p>
    </article>
  );
}
