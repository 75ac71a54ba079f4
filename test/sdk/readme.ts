import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The readers of sdk/README.md. The blocks of one reader are the files of one project. */
export const readers = {
  react: 'A React app',
  node: 'A city system on Node.js',
  rest: 'REST in TypeScript',
} as const;

export type Reader = keyof typeof readers;

export type Block = {
  /** The heading of the second level above it. */
  section: string;
  language: string;
  /** Its first line names it: `// src/app.tsx`. */
  file: string | undefined;
  code: string;
};

/** Each fenced block. */
export async function readBlocks(): Promise<Block[]> {
  const readme = await readFile(new URL('../../sdk/README.md', import.meta.url), 'utf8');
  return readme.split(/^## /m).flatMap((text) => {
    const section = text.slice(0, text.indexOf('\n'));
    return [...text.matchAll(/^```([^\n]*)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => {
      const [, file] = /^(?:\/\/|#) (\S+)\n/.exec(code) ?? [];
      return { section, language, file, code };
    });
  });
}

/** The files of a reader's project. */
export async function readFiles(reader: Reader): Promise<Map<string, string>> {
  const blocks = (await readBlocks()).filter(({ section }) => section === readers[reader]);
  return new Map(blocks.flatMap(({ file, code }) => (file === undefined ? [] : [[file, code]])));
}

/** The project of a reader in `build/readme`, where this repository's packages are found. */
export async function writeProject(reader: Reader): Promise<{ dir: string; files: string[] }> {
  const dir = fileURLToPath(new URL(`../../build/readme/${reader}`, import.meta.url));
  await rm(dir, { recursive: true, force: true });
  const files = await readFiles(reader);
  for (const [file, code] of [...files, ['package.json', '{"type":"module"}'] as const]) {
    await mkdir(dirname(`${dir}/${file}`), { recursive: true });
    await writeFile(`${dir}/${file}`, code);
  }
  return { dir, files: [...files.keys()] };
}
