import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

const helpOption = { help: { type: 'boolean', short: 'h' } } as const;

/**
 * The options that a program of this repository was called with. `--help` prints the help and ends it
 * with 0. Anything that it does not know ends it with 1, after one line that says so: a program that
 * starts at a mistyped option does what nobody asked for.
 */
export function parseFlags<const Options extends ParseArgsOptionsConfig>({
  command,
  help,
  options,
}: {
  /** As one calls it: `npm run load`. */
  command: string;
  help: string;
  options: Options;
}) {
  const flags = parse(command, { ...options, ...helpOption });
  if ('help' in flags && flags.help === true) {
    console.log(help.trim());
    process.exit(0);
  }
  return flags;
}

function parse<Options extends ParseArgsOptionsConfig>(command: string, options: Options) {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    const [line = ''] = `${error instanceof Error ? error.message : error}`.split(/\.?(?:\n|$)/);
    console.error(`${line}. See ${command} -- --help`);
    process.exit(1);
  }
}
