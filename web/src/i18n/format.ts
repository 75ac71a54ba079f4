import { useLanguage } from './language.tsx';

/** Prices, days and times in the language of the visitor. */
export function useFormat() {
  const { language } = useLanguage();
  // The region of the browser, if it is one of this language: `en-GB` writes days before months.
  const locale = navigator.languages.find((tag) => tag.startsWith(language)) ?? language;
  return {
    price: (euros: number) => prices(locale).format(euros),
    /** `2026-11-27`, a day without a time zone. */
    day: (day: string) => days(locale).format(toDate(day)),
    dayRange: (first: string, last: string) =>
      days(locale).formatRange(toDate(first), toDate(last)),
    time: (instant: string) =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(
        new Date(instant),
      ),
  };
}

function prices(locale: string): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' });
}

function days(locale: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
}

function toDate(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
