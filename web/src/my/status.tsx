import type { MarketStatus } from '@christmas-markets/sdk';
import { useText } from '../i18n/language.tsx';

export function Status({ status }: { status: MarketStatus }) {
  const { mine } = useText();
  return <p className={`status ${status}`}>{mine.statuses[status]}</p>;
}
