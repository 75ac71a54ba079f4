import { readFileSync } from 'node:fs';

const page = readFileSync(new URL('../../../docs/deploy.md', import.meta.url), 'utf8');

/** The commands of a section of docs/deploy.md, one text for each block. */
export function readCommands(heading: string): string[] {
  const section = page.split('\n## ').find((each) => each.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`docs/deploy.md has no section "${heading}"`);
  return [...section.matchAll(/^( *)```sh\n([\s\S]*?)^ *```$/gm)].map(
    ([, indent = '', block = '']) =>
      block
        .split('\n')
        .map((line) => line.slice(indent.length))
        .join('\n'),
  );
}
