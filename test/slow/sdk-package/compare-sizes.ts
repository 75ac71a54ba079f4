import { fileURLToPath } from 'node:url';
import { measure, toKilobytes } from '../../../sdk/scripts/bundle.ts';
import { updateTable } from '../../../sdk/scripts/readme-table.ts';

/** The programs, and whether each has sign-in and renewal, and a time limit and safe retries of calls. */
const programs = [
  { file: 'sdk', name: 'this package', signsIn: true, repeats: true },
  { file: 'trpc', name: '`@trpc/client`', signsIn: false, repeats: false },
  {
    file: 'oidc-client-ts',
    name: '`oidc-client-ts` and `fetch`',
    signsIn: true,
    repeats: false,
  },
  { file: 'amplify', name: '`@aws-amplify/auth` and `fetch`', signsIn: true, repeats: false },
];
const folder = fileURLToPath(new URL('programs', import.meta.url));

/** Measures programs that do the same with other packages, for the table in the README. */
export async function compareSizes(options: { write: boolean }): Promise<string | undefined> {
  const rows = [];
  for (const { file, name, signsIn, repeats } of programs) {
    const bytes = await measure(`export * from './${file}.ts';`, folder);
    const cells = [name, toKilobytes(bytes), toYes(signsIn), toYes(repeats)];
    rows.push(`| ${cells.join(' | ')} |`);
  }
  const head = [
    '| made with | size | sign-in and renewal | time limit and safe retries |',
    '|---|---|---|---|',
  ];
  return updateTable('compared', [...head, ...rows], options);
}

function toYes(has: boolean): string {
  return has ? 'yes' : 'no';
}

if (import.meta.main) await compareSizes({ write: true });
