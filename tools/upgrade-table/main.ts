import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Outputs } from '../../server/deployment/outputs.ts';
import { createCatalogue, parseCityScope } from '../../server/domain/cities.ts';
import { parseFlags, runProgram, UserError } from '../program.ts';
import { readOutputs } from '../read-outputs.ts';
import { copyMarkets } from './copy.ts';

const help = `npm run upgrade-table -- --from TABLE --outputs FILE [options]: copies the markets of the SAM stack

  --from TABLE     the table of the SAM stack, in the Region of the outputs; it is only read
  --outputs FILE   pulumi stack output --json --show-secrets: the new table, and the cities
  --dry-run        writes nothing: counts, and lists what would be left
  --help           this text

It never replaces an item of the new table: run it again after an interruption or a correction.
See docs/from-sam.md.
`;

await runProgram(async () => {
  const flags = parseFlags({
    command: 'npm run upgrade-table',
    help,
    options: {
      from: { type: 'string' },
      outputs: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
    },
  });
  const { from, outputs: file, 'dry-run': dryRun } = flags;
  if (from === undefined || file === undefined) {
    throw new UserError(
      'Give --from TABLE and --outputs FILE. See npm run upgrade-table -- --help',
    );
  }
  const outputs = readOutputs(file);
  if (from === outputs.tableName) {
    throw new UserError(`${from} is the table of the stack: name the table of the SAM stack`);
  }
  const { read, copied, alreadyThere, left } = await copyMarkets({
    client: new DynamoDBClient({ region: outputs.region }),
    to: outputs.tableName,
    catalogue: readCatalogue(outputs),
    leave: (key, reason) => console.log(`left: ${key}: ${reason}`),
    ...{ from, dryRun },
  });
  const done = dryRun ? 'would be copied if they are not there yet' : 'copied';
  console.log(`${read} items: ${copied} ${done}, ${alreadyThere} already there, ${left} left`);
  if (left > 0) process.exitCode = 1;
});

/** The outputs have the names of the cities, and their keys in the scopes, in the same order. */
function readCatalogue({ cityHalls }: Outputs) {
  const halls = cityHalls.map(({ name, cities, scopes }) => {
    const keys = scopes.flatMap((scope) => parseCityScope(scope) ?? []);
    return { name, cities: cities.map((city, index) => ({ name: city, key: keys[index] ?? '' })) };
  });
  // During a rotation, a city hall is there twice.
  return createCatalogue(halls);
}
