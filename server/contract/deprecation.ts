/** Announced in the document, and in the headers of every answer. Days in UTC, as `2027-01-31`. */
export type Deprecation = {
  /** New clients should not use the operation from this day on. */
  since: string;
  /** The operation stops to answer on this day. */
  sunset: string;
};

/** The headers of RFC 9745 (deprecation) and RFC 8594 (sunset), and a link to the documentation. */
export function createDeprecationHeaders(
  deprecation: Deprecation | undefined,
): Record<string, string> {
  if (deprecation === undefined) return {};
  return {
    deprecation: `@${parseDay(deprecation.since).getTime() / 1000}`,
    sunset: parseDay(deprecation.sunset).toUTCString(),
    link: '</docs>; rel="deprecation"; type="text/html"',
  };
}

/** For several calls in one answer: the deprecation of the operation that stops first. */
export function findFirstSunset(deprecations: readonly Deprecation[]): Deprecation | undefined {
  return deprecations.toSorted((a, b) => a.sunset.localeCompare(b.sunset))[0];
}

function parseDay(day: string): Date {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) throw new Error(`${day}: expected a day such as 2027-01-31`);
  return date;
}
