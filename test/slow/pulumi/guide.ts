import { readFileSync } from 'node:fs';

/** The commands of a section of a page in docs/, one text for each block. */
export function readCommands(heading: string, name = 'deploy.md'): string[] {
  const page = readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');
  const section = page.split('\n## ').find((each) => each.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`docs/${name} has no section "${heading}"`);
  return [...section.matchAll(/^( *)```sh\n([\s\S]*?)^ *```$/gm)].map(
    ([, indent = '', block = '']) =>
      block
        .split('\n')
        .map((line) => line.slice(indent.length))
        .join('\n'),
  );
}
