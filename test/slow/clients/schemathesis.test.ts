import { mkdir } from 'node:fs/promises';
import { it } from 'vitest';
import { submitMarket } from '../../security/markets.ts';
import { useStack } from '../../use-stack.ts';
import { readCount } from '../load/count.ts';
import { build, clients, document, execute, installPython } from './commands.ts';

/* schemathesis sends what openapi.json allows, and what it does not, with a token of each side. */

const stack = useStack({ topology: 'split', store: { horizonMs: 0 } });
/** Of both sides together. */
const seconds = readCount('SCHEMATHESIS_SECONDS', 300);

const excludedChecks = [
  // The document cannot express all rules: cities of the catalogue, dates in order, visible characters.
  'positive_data_acceptance',
  // The gateway answers 404 to another method, not 405.
  'unsupported_method',
  // hooks.py has it with an exception.
  'negative_data_rejection',
];

it('schemathesis finds nothing with the token of an applicant', async (context) => {
  const python = await installPython(context);
  const applicant = await stack.applicant('schemathesis');
  const { marketId } = await submitMarket(stack, applicant);
  const { apiUrl: url } = stack.outputs;
  const market = { userId: 'me', marketId };
  await runSchemathesis(python, { url, token: applicant.token, paths: '^/v1/b2c/', market });
});

it('schemathesis finds nothing with the token of a city hall', async (context) => {
  const python = await installPython(context);
  const market = await submitMarket(stack, await stack.applicant('reviewed'));
  const token = await stack.cityHall('cluj');
  const { b2bApiUrl: url } = stack.outputs;
  await runSchemathesis(python, { url, token, paths: '^/v1/b2b/', market });
});

type Target = {
  url: string;
  token: string;
  paths: string;
  market: { userId: string; marketId: string };
};

async function runSchemathesis(
  python: string,
  { url, token, paths, market }: Target,
): Promise<void> {
  await mkdir(build, { recursive: true });
  const options = {
    url,
    header: `Authorization: Bearer ${token}`,
    'include-path-regex': paths,
    'exclude-checks': excludedChecks.join(','),
    'max-time': `${Math.ceil(seconds / 2)}`,
    'generation-database': 'none',
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  // It fails with the seed and a command that repeats the request.
  await execute({
    command: python,
    args: [
      ...['-m', 'schemathesis.cli', '--config-file', `${clients}/python/schemathesis.toml`],
      ...['run', document, '--no-color', '--continue-on-failure', ...args],
    ],
    // It writes a cache there.
    cwd: build,
    env: {
      PYTHONPATH: `${clients}/python`,
      PYTHONDONTWRITEBYTECODE: '1',
      SCHEMATHESIS_HOOKS: 'hooks',
      USER_ID: market.userId,
      MARKET_ID: market.marketId,
    },
  });
}
