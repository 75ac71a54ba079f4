import type { Outputs } from '../../server/deployment/outputs.ts';
import { parseFlags, runProgram, UserError } from '../../tools/program.ts';
import { readOutputs } from '../../tools/read-outputs.ts';
import { type App, createAuthorization, type Tokens } from './authorization.ts';
import { listenForCallback } from './callback.ts';
import { signIn } from './sign-in.ts';

const help = `npm run -s token -- [options]: prints an access token of an applicant

  --browser          sign in or sign up in a browser; without it, this program fills in the
                     sign-in form itself
  --email E          the email address of the applicant     (the demo applicant)
  --password P       the password of the applicant
  --outputs FILE     stack outputs, written by npm start    (.local/outputs.json)
  --help             print this text
`;

await runProgram(async () => {
  const flags = parseFlags({
    command: 'npm run -s token',
    help,
    options: {
      outputs: { type: 'string', default: '.local/outputs.json' },
      browser: { type: 'boolean' },
      email: { type: 'string' },
      password: { type: 'string' },
    },
  });
  const outputs = readOutputs(flags.outputs);
  try {
    const { access_token } = flags.browser
      ? await signInWithBrowser(outputs)
      : await signInDirectly(outputs, flags);
    console.log(access_token);
  } catch (error) {
    throw toUserError(error, `the token endpoint in ${flags.outputs}`);
  }
});

function signInDirectly(
  outputs: Outputs,
  { email, password }: { email?: string | undefined; password?: string | undefined },
): Promise<Tokens> {
  const { callbackUrls, demoApplicant } = outputs;
  return signIn({
    ...createApp(outputs, callbackUrls[0] ?? ''),
    email: email ?? demoApplicant?.email ?? '',
    password: password ?? demoApplicant?.password ?? '',
  });
}

/** Standard output holds only the token, so the instructions go to standard error. */
async function signInWithBrowser(outputs: Outputs): Promise<Tokens> {
  const redirectUri = findLoopbackUrl(outputs);
  const { url, state, redeem } = createAuthorization(createApp(outputs, redirectUri));
  const { received } = await listenForCallback(redirectUri, state);
  console.error(`Open this URL in a browser:\n\n  ${url}\n`);
  return redeem(await received);
}

function createApp({ authorizeUrl, tokenUrl, b2cClientId }: Outputs, redirectUri: string): App {
  return { authorizeUrl, tokenUrl, clientId: b2cClientId, redirectUri };
}

/** The callback URLs of the /docs page and of the app are on loopback too, but the stack listens there. */
function findLoopbackUrl({ callbackUrls, webUrl }: Outputs): string {
  const url = callbackUrls.find(
    (each) => /^http:\/\/localhost[:/]/.test(each) && new URL(each).origin !== webUrl,
  );
  if (url !== undefined) return url;
  throw new UserError(
    `--browser needs a callback URL on http://localhost, where this program can listen for the browser. Found: ${callbackUrls.join(', ')}.`,
  );
}

/** Every failure of a sign-in has a cause that the person can correct: the stack, the account or the port. */
function toUserError(error: unknown, target: string): unknown {
  if (!(error instanceof Error)) return error;
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED') {
    return new UserError(`Cannot connect to ${target}. Is npm start running?`, { cause });
  }
  return new UserError(error.message, { cause: error });
}
