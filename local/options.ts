import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { callbackUrlsSchema } from '../server/deployment/redirect-urls.ts';
import { type CityHall, cityHallsSchema } from '../server/domain/cities.ts';
import { parseFlags, UserError } from '../tools/program.ts';
import { defaultCityHalls } from './city-halls.ts';
import { defaultCallbackUrls, type StackOptions } from './stack.ts';

const help = `npm start -- [options]: the whole backend on this machine, offline

  --port N         the API                                 (PORT, 4000)
  --b2b-port N     the city halls' API, in topology split  (B2B_PORT, 4001)
  --issuer-port N  sign-in pages and tokens                (ISSUER_PORT, 4002)
  --data-dir DIR   users, keys, secrets and the database   (.local)
  --topology T     shared: one user pool and one API for all; split: a pair for
                   applicants and a pair for city halls    (shared)
  --cities FILE    city halls, as JSON: [{"name": "cluj", "cities": ["Cluj-Napoca"]}]
  --callback-url URL
                   where sign-in may return to, letter by letter; pages from
                   there may call the API. Give it once for each URL, instead of
                   ${defaultCallbackUrls.join(`
                   `)}
  --fresh          begin anew: empties the data folder first
  --help           this text

Environment: DYNAMODB_ENDPOINT uses that DynamoDB instead of the embedded database.
`;

/** The options of `npm start`: flags first, then the environment, then defaults. */
export function parseOptions(env: NodeJS.ProcessEnv): Omit<StackOptions, 'announce'> {
  const flags = parseFlags({ command: 'npm start', help, options });
  const ports = {
    api: toPort({ '--port ': flags.port, 'PORT=': env.PORT ?? '4000' }),
    b2bApi: toPort({ '--b2b-port ': flags['b2b-port'], 'B2B_PORT=': env.B2B_PORT ?? '4001' }),
    issuer: toPort({
      '--issuer-port ': flags['issuer-port'],
      'ISSUER_PORT=': env.ISSUER_PORT ?? '4002',
    }),
  };
  const topology = toTopology(flags.topology);
  assertApart(topology === 'split' ? Object.values(ports) : [ports.api, ports.issuer]);
  return {
    ports,
    dataDir: flags['data-dir'],
    fresh: flags.fresh ?? false,
    topology,
    cityHalls:
      flags.cities === undefined ? parseCityHalls(defaultCityHalls) : readCityHalls(flags.cities),
    callbackUrls: flags['callback-url']?.map(toCallbackUrl),
    dynamodbEndpoint: env.DYNAMODB_ENDPOINT,
    region: env.AWS_REGION ?? 'eu-central-1',
  };
}

const options = {
  port: { type: 'string' },
  'b2b-port': { type: 'string' },
  'issuer-port': { type: 'string' },
  'data-dir': { type: 'string', default: '.local' },
  topology: { type: 'string', default: 'shared' },
  cities: { type: 'string' },
  'callback-url': { type: 'string', multiple: true },
  fresh: { type: 'boolean' },
} as const;

/** The first that is given, by the name that it was given by. */
function toPort(given: Record<string, string | undefined>): number {
  const [subject, value = ''] = Object.entries(given).find(([, each]) => each !== undefined) ?? [];
  const port = Number(value);
  if (/^\d{1,5}$/.test(value) && port <= 65_535) return port;
  throw new UserError(`${subject}${value}: expected a port, 0 to 65535 (0 takes a free one)`);
}

/** What listens first would otherwise be called somebody else's process. */
function assertApart(ports: readonly number[]): void {
  const twice = ports.find((port, index) => port !== 0 && ports.indexOf(port) !== index);
  if (twice === undefined) return;
  throw new UserError(
    `The port ${twice} is asked for twice: --port, --b2b-port and --issuer-port each need their own.`,
  );
}

function toTopology(value: string): StackOptions['topology'] {
  if (value === 'shared' || value === 'split') return value;
  throw new UserError(`--topology ${value}: expected shared or split`);
}

/** What a deployment takes; of the schemes, only those of pages: the API is called from there. */
function toCallbackUrl(url: string): string {
  const [issue] = callbackUrlsSchema.safeParse([url]).error?.issues ?? [];
  if (issue !== undefined) throw new UserError(`--callback-url ${url}: ${issue.message}`);
  if (/^https?:$/.test(new URL(url).protocol)) return url;
  throw new UserError(`--callback-url ${url}: expected a URL that starts with http: or https:`);
}

function readCityHalls(path: string): CityHall[] {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UserError(`--cities ${path}: ${error instanceof Error ? error.message : error}`);
  }
  return parseCityHalls(json, `--cities ${path}: `);
}

function parseCityHalls(value: unknown, subject = ''): CityHall[] {
  const parsed = cityHallsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UserError(`${subject}${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`);
}
