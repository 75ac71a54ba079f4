import { parseOptions } from '../../local/options.ts';
import { startTestStack, type TestStack } from '../fixture.ts';

/** The stack that `npm start` starts with these options, on free ports unless they name some. */
export function startWith(env: NodeJS.ProcessEnv, ...args: string[]): Promise<TestStack> {
  const freePorts = { PORT: '0', B2B_PORT: '0', ISSUER_PORT: '0' };
  return startTestStack({
    ...parseOptions(
      { ...freePorts, ...env },
      args.includes('--web-port') ? args : ['--no-web', ...args],
    ),
    tableName: 'ChristmasMarkets',
  });
}

/** As on a machine that has never seen AWS. */
export const noCredentials = {
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_PROFILE: undefined,
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
};
