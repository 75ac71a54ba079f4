import { readOutputs } from '../../server/deployment/outputs.ts';
import { LocalError } from '../../tools/local-error.ts';
import { parseFlags } from '../../tools/program.ts';
import { type Authorization, createAuthorization, type Tokens } from './authorization.ts';
import { listenForCallback } from './callback.ts';
import { signIn } from './sign-in.ts';

const help = `npm run -s token -- [options]: prints an access token of an applicant

  --browser          sign in, or up, in a browser; otherwise the pages are walked through
  --email E          who signs in                           (the demo applicant)
  --password P       with which password
  --outputs FILE     of npm start                           (.local/outputs.json)
  --help             this text
`;

const values = parseFlags({
  command: 'npm run -s token',
  help,
  options: {
    outputs: { type: 'string', default: '.local/outputs.json' },
    browser: { type: 'boolean' },
    email: { type: 'string' },
    password: { type: 'string' },
  },
});

async function main(): Promise<void> {
  const { authorizeUrl, tokenUrl, b2cClientId, callbackUrls, demoApplicant } = readOutputs(
    values.outputs,
  );
  const redirectUri = (values.browser ? findOwn(callbackUrls) : callbackUrls[0]) ?? '';
  const app = { authorizeUrl, tokenUrl, clientId: b2cClientId, redirectUri };
  const tokens = values.browser
    ? await inBrowser(createAuthorization(app), redirectUri)
    : await signIn({
        ...app,
        email: values.email ?? demoApplicant?.email ?? '',
        password: values.password ?? demoApplicant?.password ?? '',
      });
  console.log(tokens.access_token);
}

/** The page at /docs of a local stack is called back too, but at 127.0.0.1, by its API. */
function findOwn(callbackUrls: readonly string[]): string {
  const own = callbackUrls.find((url) => /^http:\/\/localhost[:/]/.test(url));
  if (own !== undefined) return own;
  throw new LocalError(
    `--browser needs a callback URL on http://localhost, where this program can wait for the browser. ${values.outputs} has ${callbackUrls.join(', ')}.`,
  );
}

/** Instructions go to standard error: standard output is the token's alone. */
async function inBrowser(
  { url, state, redeem }: Authorization,
  redirectUri: string,
): Promise<Tokens> {
  const { received } = await listenForCallback(redirectUri, state);
  console.error(`Open this in a browser:\n\n  ${url}\n`);
  return redeem(await received);
}

await main().catch((error: unknown) => {
  console.error(toLine(error));
  process.exit(1);
});

function toLine(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const cause = error.cause instanceof Error ? error.cause : error;
  const { code, port } = { code: undefined, port: undefined, ...cause };
  if (code === 'ECONNREFUSED') {
    return `Nothing answers at port ${port}, where ${values.outputs} says that people sign in. Is npm start running?`;
  }
  if (code === 'EADDRINUSE') {
    return `The port ${port} is taken, where this program would wait for the browser. Stop what listens there.`;
  }
  return error.message;
}
