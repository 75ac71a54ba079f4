import { defaultThrottling } from '../../../server/deployment/throttling.ts';
import { maxCityHalls } from '../../../server/domain/cities.ts';
import { parseFlags } from '../../../tools/program.ts';

parseFlags({
  command: 'npm run load:last-week',
  help: `npm run load:last-week

Simulates the requests of the week before the deadline, second by second, against the limits of docs/performance.md.
Prints the share of each limit that the busiest second needs, for more and more applicants. Nothing is sent: it is arithmetic with random arrivals.`,
  options: {},
});

/** The week that is simulated. */
const week = {
  cities: 100,
  /** The most of one API, see `maxCityHalls`. */
  cityHalls: maxCityHalls,
  /** The largest city has this share of all markets. */
  largestCity: 0.1,
  applicants: 20_000,
  marketsPerApplicant: 1.5,
  editsPerMarket: 1,
  readsPerMarket: 20,
  pollsPerCityAndMinute: 1,
};

const secondsPerDay = 86_400;
const days = 7;

/** Of a market of 1.7 KB, see docs/capacity.md. In its city: the row of the index `city`, which is the busiest. */
const units = {
  submit: { all: 6, city: 2 },
  edit: { all: 8, city: 4 },
  decide: { all: 8, city: 4 },
};

/** Seconds that the Lambda is busy with one request. */
const duration = 0.05;

/** Capacity of a second. AWS's are the published defaults; ours are those of the configuration. */
const limits = {
  'writes of one route (writeThrottlingRateLimit)': defaultThrottling.writeThrottlingRateLimit,
  'reads of one route (throttlingRateLimit)': defaultThrottling.throttlingRateLimit,
  'write units of one city (1,000 of a partition)': 1_000,
  'write units of the table (4,000 of a new on-demand table)': 4_000,
  'sign-ins of applicants (120 of an account)': 120,
  'tokens of city halls (150 of an account)': 150,
  'concurrent calls (1,000 of an account)': 1_000,
};
type Limit = keyof typeof limits;

/** The same numbers in each run: xorshift32. */
function createRandom(seed: number) {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Arrivals of one second: Poisson, by Knuth; by the normal distribution where the mean is large. */
function draw(mean: number, random: () => number): number {
  if (mean > 30) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
  }
  const end = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > end; product *= random()) count += 1;
  return count;
}

/** The share of the week's submissions in a second: twice as many each day, and by day 8 times those of the night. */
function shareOf(second: number): number {
  const day = Math.floor(second / secondsPerDay);
  const hour = Math.floor((second % secondsPerDay) / 3_600);
  const byDay = 2 ** day / (2 ** days - 1);
  const weight = hour >= 8 && hour < 24 ? 8 : 1;
  return (byDay * weight) / ((16 * 8 + 8) * 3_600);
}

/** The busiest second of the week for each limit, if `scale` times as much happens. */
function simulate(scale: number): ReadonlyMap<Limit, number> {
  const random = createRandom(2026);
  const markets = week.applicants * week.marketsPerApplicant * scale;
  const decisionsPerSecond = markets / (5 * 8 * 3_600);
  const peaks = new Map<Limit, number>();
  const note = (name: Limit, value: number) => {
    peaks.set(name, Math.max(peaks.get(name) ?? 0, value));
  };
  for (let second = 0; second < days * secondsPerDay; second += 1) {
    const share = shareOf(second);
    const hour = Math.floor((second % secondsPerDay) / 3_600);
    // All markets are decided on in the office hours of five days.
    const inOffice = second < 5 * secondsPerDay && hour >= 9 && hour < 17;
    const submits = draw(markets * share, random);
    const edits = draw(markets * week.editsPerMarket * share, random);
    const reads = draw(markets * week.readsPerMarket * share, random);
    const decisions = inOffice ? draw(decisionsPerSecond, random) : 0;
    // Systems that poll by a clock call in the same second of each minute.
    const polls = second % 60 === 0 ? week.cities * week.pollsPerCityAndMinute : 0;
    const signIns = draw(week.applicants * scale * share, random);
    // Tokens last an hour. A system that follows asks for the next one when it polls.
    const tokens = second % 3_600 === 0 ? week.cityHalls : 0;
    const inCity = (count: number) => Math.min(count, draw(count * week.largestCity, random));
    note('writes of one route (writeThrottlingRateLimit)', Math.max(submits, edits, decisions));
    note('reads of one route (throttlingRateLimit)', Math.max(reads, polls));
    note(
      'write units of one city (1,000 of a partition)',
      inCity(submits) * units.submit.city +
        inCity(edits) * units.edit.city +
        inCity(decisions) * units.decide.city,
    );
    note(
      'write units of the table (4,000 of a new on-demand table)',
      submits * units.submit.all + edits * units.edit.all + decisions * units.decide.all,
    );
    note('sign-ins of applicants (120 of an account)', signIns);
    note('tokens of city halls (150 of an account)', tokens);
    note(
      'concurrent calls (1,000 of an account)',
      (submits + edits + decisions + reads + polls) * duration,
    );
  }
  return peaks;
}

for (const scale of [1, 2, 4, 8, 16, 32]) {
  console.log(`\n${scale * week.applicants} applicants, ${week.cities} cities`);
  for (const [name, peak] of simulate(scale)) {
    const used = peak / limits[name];
    console.log(`${used > 1 ? 'OVER' : '    '} ${(used * 100).toFixed(0).padStart(5)} %  ${name}`);
  }
}
