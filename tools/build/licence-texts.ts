import { readdir, readFile } from 'node:fs/promises';
import * as z from 'zod';
import { parsePackagePath, toPackageName } from './package-path.ts';

const manifestSchema = z.object({ version: z.string(), license: z.string() });

/** Licences that require no notice. Some packages under them contain no licence text. */
const withoutNotice = ['MIT-0', '0BSD'];

/**
 * The licence and notice texts of the packages of these files, as one text, sorted by the packages' names.
 * MIT, ISC, BSD and Apache-2.0 require the texts in every copy, and minifying removes them.
 */
export async function createLicenceTexts(root: URL, inputs: readonly string[]): Promise<string> {
  const paths = new Set(inputs.flatMap((input) => parsePackagePath(input) ?? []));
  const texts = [];
  for (const path of [...paths].sort()) texts.push(await readText(new URL(`${path}/`, root), path));
  return `index.mjs contains these packages, under these licences.\n\n${texts.join('\n')}`;
}

async function readText(folder: URL, path: string): Promise<string> {
  const manifest = await readFile(new URL('package.json', folder), 'utf8');
  const { version, license } = manifestSchema.parse(JSON.parse(manifest));
  const files = (await readdir(folder)).filter((name) => /^(licen[cs]e|notice)(\.|$)/i.test(name));
  if (files.length === 0 && !withoutNotice.includes(license)) {
    throw new Error(`${path} has the licence ${license}, but contains no licence text`);
  }
  const texts = await Promise.all(
    files.sort().map((name) => readFile(new URL(name, folder), 'utf8')),
  );
  const title = `${toPackageName(path)} ${version} (${license})`;
  const underlined = `${title}\n${'='.repeat(title.length)}`;
  return [underlined, ...texts.map((text) => text.trim()), ''].join('\n\n');
}
