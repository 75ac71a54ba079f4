/** Announced in the document and, with every answer, in headers. Days as `2027-01-31`, in UTC. */
export type Deprecation = {
  /** From this day on nobody should begin to use the operation. */
  since: string;
  /** On this day it stops to answer. */
  sunset: string;
};

/** RFC 9745 for the deprecation, RFC 8594 for the sunset, and where it is written about. */
export function toDeprecationHeaders(deprecation: Deprecation | undefined): Record<string, string> {
  if (deprecation === undefined) return {};
  return {
    deprecation: `@${toDate(deprecation.since).getTime() / 1000}`,
    sunset: toDate(deprecation.sunset).toUTCString(),
    link: '</docs>; rel="deprecation"; type="text/html"',
  };
}

/** For several calls in one answer: what stops first. */
export function toFirstSunset(deprecations: readonly Deprecation[]): Deprecation | undefined {
  return deprecations.toSorted((a, b) => a.sunset.localeCompare(b.sunset))[0];
}

function toDate(day: string): Date {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) throw new Error(`${day}: expected a day, as 2027-01-31`);
  return date;
}
