import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { callbackUrlsSchema } from '../server/deployment/redirect-urls.ts';
import { type CityHall, cityHallsSchema } from '../server/domain/cities.ts';
import { parseFlags, UserError } from '../tools/program.ts';
import { faults } from './gateway/faults.ts';
import { defaultCallbackUrls, type StackOptions } from './stack-options.ts';

const help = `npm start -- [options]: runs the whole backend on this machine, offline

  --port N         port of the API                              (PORT, 4000)
  --b2b-port N     port of the city halls' API, in split        (B2B_PORT, 4001)
  --issuer-port N  port of the sign-in pages and tokens         (ISSUER_PORT, 4002)
  --web-port N     port of the app                              (WEB_PORT, 3000)
  --no-web         do not build and serve the app
  --data-dir DIR   folder for users, keys, secrets and database (.local)
  --topology T     shared: one user pool and one API for applicants and city halls
                   split: one pair for applicants, one pair for city halls
                   (shared)
  --cities FILE    city halls, as JSON: [{"name": "cluj", "cities": ["Cluj-Napoca"]}]
  --callback-url URL
                   a URL that sign-in may redirect to. The URL must match exactly. Pages
                   of its origin may call the API. Repeat the option for more URLs.
                   The default:
                   ${defaultCallbackUrls.join(`
                   `)}
  --faults         inject faults into the APIs for rehearsals. A request asks for one with
                   the header x-fault:
                   ${faults
                     .map(([fault, effect]) => `  ${fault.padEnd(4)} ${effect}`)
                     .join(`
                   `)}
                   Requests for which a fault makes no sense are processed as usual.
  --fault-every N  also inject a fault into every Nth request, each in turn, in this order
  --fresh          empty the data folder first
  --help           print this text

Environment: DYNAMODB_ENDPOINT is the URL of another DynamoDB. Without it, the stack runs
an embedded database.
`;

/** The city halls of the local stack unless `--cities` names others. */
export const defaultCityHalls: z.input<typeof cityHallsSchema> = [
  { name: 'bucharest', cities: ['București'] },
  { name: 'cluj', cities: ['Cluj-Napoca'] },
  { name: 'iasi', cities: ['Iași'] },
  { name: 'north', cities: ['Suceava', 'Botoșani'] },
];

/** The options of `npm start`: a flag wins over the environment, the environment over the default. */
export function parseOptions(
  env: NodeJS.ProcessEnv,
  args?: string[],
): Omit<StackOptions, 'announce'> {
  const flags = parseFlags({ command: 'npm start', help, options, args });
  const ports = {
    api: readPort({ flag: 'port', variable: 'PORT', byDefault: 4000 }),
    b2bApi: readPort({ flag: 'b2b-port', variable: 'B2B_PORT', byDefault: 4001 }),
    issuer: readPort({ flag: 'issuer-port', variable: 'ISSUER_PORT', byDefault: 4002 }),
    web: flags['no-web']
      ? undefined
      : readPort({ flag: 'web-port', variable: 'WEB_PORT', byDefault: 3000 }),
  };
  const topology = parseTopology(flags.topology);
  const { b2bApi, web, ...common } = ports;
  assertDistinct([
    ...Object.values(common),
    ...(topology === 'split' ? [b2bApi] : []),
    ...(web === undefined ? [] : [web]),
  ]);
  return {
    ports,
    dataDir: flags['data-dir'],
    fresh: flags.fresh ?? false,
    topology,
    cityHalls:
      flags.cities === undefined ? parseCityHalls(defaultCityHalls) : readCityHalls(flags.cities),
    faults: parseFaults(flags.faults ?? false, flags['fault-every']),
    callbackUrls: flags['callback-url']?.map(parseCallbackUrl),
    dynamodbEndpoint: env.DYNAMODB_ENDPOINT,
    region: env.AWS_REGION ?? 'eu-central-1',
  };

  function readPort(source: { flag: PortFlag; variable: string; byDefault: number }): number {
    const { flag, variable, byDefault } = source;
    const fromFlag = flags[flag];
    if (fromFlag !== undefined) return parsePort(fromFlag, `--${flag} ${fromFlag}`);
    const fromVariable = env[variable];
    if (fromVariable !== undefined) return parsePort(fromVariable, `${variable}=${fromVariable}`);
    return byDefault;
  }
}

type PortFlag = 'port' | 'b2b-port' | 'issuer-port' | 'web-port';

const options = {
  port: { type: 'string' },
  'b2b-port': { type: 'string' },
  'issuer-port': { type: 'string' },
  'web-port': { type: 'string' },
  'no-web': { type: 'boolean' },
  'data-dir': { type: 'string', default: '.local' },
  topology: { type: 'string', default: 'shared' },
  cities: { type: 'string' },
  'callback-url': { type: 'string', multiple: true },
  faults: { type: 'boolean' },
  'fault-every': { type: 'string' },
  fresh: { type: 'boolean' },
} as const;

function parsePort(text: string, subject: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new UserError(`${subject}: expected a port, 0 to 65535 (0 takes a free port)`);
}

/** Without this check the second server would report a port that another process uses. */
function assertDistinct(ports: readonly number[]): void {
  const repeated = ports.find((port, index) => port !== 0 && ports.indexOf(port) !== index);
  if (repeated === undefined) return;
  throw new UserError(
    `Port ${repeated} is given twice: --port, --b2b-port, --issuer-port and --web-port must differ.`,
  );
}

function parseFaults(isOn: boolean, every: string | undefined): StackOptions['faults'] {
  if (every === undefined) return isOn ? {} : undefined;
  if (/^[1-9]\d{0,8}$/.test(every)) return { every: Number(every) };
  throw new UserError(`--fault-every ${every}: expected a whole number, 1 at least`);
}

function parseTopology(value: string): StackOptions['topology'] {
  if (value === 'shared' || value === 'split') return value;
  throw new UserError(`--topology ${value}: expected shared or split`);
}

/** The rules of a deployment. An app scheme is refused: it has no origin that could call the API. */
function parseCallbackUrl(url: string): string {
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
