import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  type B2bClient,
  clientCredentials,
  createB2bClient,
  fromOutputs,
  isApiError,
  isSignInError,
  type Market,
  type StackOutputs,
} from '@christmas-markets/sdk';

const help = `A city hall's desk, for Node.js 22.18 or newer:

  node city-hall.ts list             what waits, oldest first
  node city-hall.ts approve <seen>
  node city-hall.ts reject <seen> --reason "The fire lane must stay free."

  <seen> is what the market's line began with when you read it:
         <marketId> <userId> <revision> <number of decisions>

  --outputs FILE   describes the deployment                (.local/outputs.json)
  --hall NAME      which city hall                         (the first)
  --status S       list those: pending, approved, rejected (pending)
`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    outputs: { type: 'string', default: '.local/outputs.json' },
    hall: { type: 'string' },
    status: { type: 'string', default: 'pending' },
    reason: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});

async function main([command, ...seen]: string[]): Promise<string[]> {
  const outputs: StackOutputs = JSON.parse(readFileSync(values.outputs, 'utf8'));
  const hall = outputs.cityHalls?.find(({ name }) => name === (values.hall ?? name));
  if (hall === undefined) throw new Error(`There is no city hall ${values.hall}.`);
  const { b2b, cityHall } = fromOutputs(outputs);
  const client = createB2bClient({ ...b2b, token: clientCredentials(cityHall(hall.name)) });
  switch (command) {
    case 'list':
      return (await find(client, hall.cities)).map(toLine);
    case 'approve':
      return [toLine(await client.markets.decide({ ...toSeen(seen), approved: true }))];
    case 'reject': {
      const { reason } = values;
      if (reason === undefined) throw new Error('A rejection needs a --reason.');
      return [toLine(await client.markets.decide({ ...toSeen(seen), approved: false, reason }))];
    }
    default:
      return [help];
  }
}

async function find(client: B2bClient, cities: readonly string[]): Promise<Market[]> {
  const { status } = values;
  if (status !== 'pending' && status !== 'approved' && status !== 'rejected') {
    throw new Error(`There is no status ${status}.`);
  }
  const found: Market[] = [];
  for (const city of cities) {
    for await (const market of client.markets.listAll({ city, status })) found.push(market);
  }
  return found;
}

/** The market as it was read: a decision always refers to the content that was reviewed. */
function toSeen([marketId = '', userId = '', revision = '', decisions]: string[]) {
  return { marketId, userId, revision, decisionsSeen: Number(decisions) };
}

function toLine(market: Market): string {
  const { marketId, userId, revision, decisions, status, city, marketName } = market;
  return [marketId, userId, revision, decisions.length, status, city, marketName].join('  ');
}

/** A sentence for the person at the desk. */
function explain(error: unknown): string {
  if (isApiError(error) && error.code === 'STALE_REVISION') {
    return 'The applicant has changed the market since: list it and read it again.';
  }
  if (isApiError(error)) return `${error.message} (${error.code}, request ${error.requestId})`;
  if (isSignInError(error)) return `This city hall cannot sign in: ${error.reason}.`;
  return error instanceof Error ? error.message : String(error);
}

try {
  for (const line of values.help ? [help] : await main(positionals)) console.log(line);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
