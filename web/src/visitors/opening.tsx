import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.tsx';

type Dates = { opensOn?: string | undefined; closesOn?: string | undefined };

/** The days of a market as a text. */
export function useOpening({ opensOn, closesOn }: Dates): string {
  const { market: text } = useText();
  const { day, dayRange } = useFormat();
  if (opensOn && closesOn) return dayRange(opensOn, closesOn);
  if (opensOn) return text.from(day(opensOn));
  return closesOn ? text.until(day(closesOn)) : text.noDates;
}

/** Whether it is open today, as far as the dates say. */
export function OpeningBadge({ market: { opensOn, closesOn } }: { market: Dates }) {
  const { market: text } = useText();
  const today = toDay(new Date());
  if (closesOn && closesOn < today) return <span className="badge over">{text.over}</span>;
  if (!opensOn) return null;
  if (opensOn <= today) return <span className="badge open">{text.openNow}</span>;
  const days = Math.round((Date.parse(opensOn) - Date.parse(today)) / 86_400_000);
  return days > 60 ? null : <span className="badge">{text.opensIn(days)}</span>;
}

/** Of the visitor's own time zone. */
function toDay(date: Date): string {
  const pad = (value: number) => `${value}`.padStart(2, '0');
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}
