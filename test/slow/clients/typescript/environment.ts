/** What clients.test.ts passes to the journey of each client. */
export const environment = {
  apiUrl: read('API_URL'),
  b2bApiUrl: read('B2B_API_URL'),
  applicantToken: read('APPLICANT_TOKEN'),
  cityHallToken: read('CITY_HALL_TOKEN'),
};

/** The key of a city of the city hall. */
export const city = read('CITY');

/** Of no content. */
export const staleRevision = '00000000-0000-7000-8000-000000000000';

export const submission = {
  marketName: 'Generated Market',
  marketDescription: 'Submitted by a generated client',
  marketAveragePrice: 12.5,
  city,
  opensOn: '2026-12-01',
};

/** The last line of each journey. */
export function report(result: object): void {
  console.log(JSON.stringify(result));
}

function read(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is missing`);
  return value;
}
