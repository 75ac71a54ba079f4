import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/** A failure that the person who runs a program can correct: the program prints only its message. */
export class UserError extends Error {}

/** Runs a program. If `main` fails, the program ends with 1. */
export async function runProgram(main: () => Promise<void>): Promise<void> {
  bypassProxy();
  await main().catch(fail);
}

/** Ends the program with 1: after one line for a `UserError`, with the stack for any other error. */
export function fail(error: unknown): never {
  console.error(error instanceof UserError ? error.message : error);
  process.exit(1);
}

/** With NODE_USE_ENV_PROXY, Node would send requests to loopback addresses through the proxy. */
function bypassProxy(): void {
  const { no_proxy, NO_PROXY } = process.env;
  const hosts = [no_proxy ?? NO_PROXY, 'localhost', '127.0.0.1', '::1'];
  // Node prefers the lower-case name.
  process.env.no_proxy = hosts.filter((host) => host !== undefined && host !== '').join(',');
}

const helpOption = { help: { type: 'boolean', short: 'h' } } as const;

/**
 * The command line options of a program. `--help` prints the help text and ends the program with 0.
 * An unknown option ends it with 1, before anything is started or written.
 */
export function parseFlags<const Options extends ParseArgsOptionsConfig>({
  command,
  help,
  options,
  args = process.argv.slice(2),
}: {
  /** How a person calls the program: `npm run load`. */
  command: string;
  help: string;
  options: Options;
  args?: string[] | undefined;
}) {
  const flags = parse(command, { options: { ...options, ...helpOption }, args });
  if ('help' in flags && flags.help === true) {
    console.log(help.trim());
    process.exit(0);
  }
  return flags;
}

function parse<Options extends ParseArgsOptionsConfig>(
  command: string,
  given: { options: Options; args: string[] },
) {
  try {
    return parseArgs(given).values;
  } catch (error) {
    const [line = ''] = `${error instanceof Error ? error.message : error}`.split(/\.?(?:\n|$)/);
    return fail(new UserError(`${line}. See ${command} -- --help`));
  }
}
