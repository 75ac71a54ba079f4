import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../README.md', import.meta.url);

/** Compares a table of the README with the one between its markers, or writes it. Returns what is wrong. */
export function updateTable(
  name: string,
  rows: readonly string[],
  { write }: { write: boolean },
): string | undefined {
  const readme = readFileSync(file, 'utf8');
  const [, start, command, current] =
    new RegExp(`(<!-- ${name}: (.*) -->\n\n)(.*?)\n\n<!-- /${name} -->`, 's').exec(readme) ?? [];
  if (start === undefined) throw new Error(`sdk/README.md has no table between ${name} markers.`);
  const table = rows.join('\n');
  if (current === table) return undefined;
  if (!write) return `sdk/README.md: the table "${name}" is not current. Run: ${command}`;
  writeFileSync(
    file,
    readme.replace(`${start}${current}`, () => `${start}${table}`),
  );
  return undefined;
}
