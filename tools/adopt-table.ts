import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { parseFlags, runProgram, UserError } from './program.ts';

const help = `npm run adopt-table -- --state FILE --table NAME: makes a restored table part of the stack

  --state FILE   written by pulumi stack export --file FILE; changed in place, for pulumi stack import --file FILE
  --table NAME   the restored table
  --help         this text

See "Restoring" in docs/deploy.md.
`;

const tableType = 'aws:dynamodb/table:Table';
const resourceSchema = z.looseObject({ type: z.string(), id: z.string().optional() });
const stateSchema = z.looseObject({
  deployment: z.looseObject({ resources: z.array(resourceSchema) }),
});
type State = z.output<typeof stateSchema>;

/**
 * The state with the restored table in place of the previous one, which Pulumi no longer manages then.
 * `pulumi import` cannot do this: the resource that it replaces must not exist, but half of the stack depends
 * on it, and it records a name that Pulumi generated as an input, which the program does not set.
 */
function adoptTable(state: State, name: string): State {
  const tables = state.deployment.resources.filter(({ type }) => type === tableType);
  const [table] = tables;
  if (table?.id === undefined || tables.length > 1) {
    throw new UserError(`The state has ${tables.length} tables: expected one`);
  }
  const { id } = table;
  if (id === name) throw new UserError(`${name} is already the table of the stack`);
  // The ARN contains the name of the table. The URN does not: it has the name in the program.
  const rename = (_: string, value: unknown) =>
    typeof value === 'string' ? value.replaceAll(id, name) : value;
  const adopted = resourceSchema.parse(JSON.parse(JSON.stringify(table), rename));
  const resources = state.deployment.resources.map((each) => (each === table ? adopted : each));
  return { ...state, deployment: { ...state.deployment, resources } };
}

await runProgram(async () => {
  const { state: file, table: name } = parseFlags({
    command: 'npm run adopt-table',
    help,
    options: { state: { type: 'string' }, table: { type: 'string' } },
  });
  if (file === undefined || name === undefined || !/^[\w.-]{3,255}$/.test(name)) {
    throw new UserError('Give --state FILE and --table NAME. See npm run adopt-table -- --help');
  }
  const state = readState(file);
  writeFileSync(file, `${JSON.stringify(adoptTable(state, name), null, 4)}\n`, { mode: 0o600 });
  console.log(`${file}: the table of the stack is now ${name}`);
});

function readState(file: string): State {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UserError(`--state ${file}: ${error instanceof Error ? error.message : error}`);
  }
  const parsed = stateSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new UserError(`--state ${file}:\n${z.prettifyError(parsed.error)}`);
}
