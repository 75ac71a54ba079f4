import { parseFlags, runProgram, UserError } from '../program.ts';
import { readOutputs } from '../read-outputs.ts';
import { smokeChecks } from './checks.ts';

const help = `npm run smoke -- --outputs FILE [options]: looks at a deployment from outside

  --outputs FILE         pulumi stack output --json --show-secrets, or .local/outputs.json
  --applicant-token T    also submits a market, rejects and withdraws it; T is an access token,
                         e.g. of npm run -s token -- --browser --outputs FILE
  --help                 this text

Prints what it checked. Ends with 1 at the first thing that is not as it should be.
`;

await runProgram(async () => {
  const flags = parseFlags({
    command: 'npm run smoke',
    help,
    options: { outputs: { type: 'string' }, 'applicant-token': { type: 'string' } },
  });
  if (flags.outputs === undefined) {
    throw new UserError('Give --outputs FILE. See npm run smoke -- --help');
  }
  const outputs = readOutputs(flags.outputs);
  let count = 0;
  for await (const line of smokeChecks(outputs, flags['applicant-token'])) {
    console.log(`ok: ${line}`);
    count++;
  }
  console.log(`${count} checks of ${outputs.apiUrl} passed`);
});
