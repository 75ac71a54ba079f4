import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import type { CityHall } from '../../server/domain/cities.ts';
import { createDocument } from '../../server/openapi/document.ts';
import { buildLambda } from '../../tools/build/lambda.ts';

/** Ignored by git. Relative to the program's folder, so the state contains no path of one machine. */
const buildDir = '../build/lambda';

/**
 * Builds the Lambda's code. The name of the folder is a hash of its content: the same inputs give the
 * same path, and concurrent programs do not overwrite each other's files.
 */
export async function buildLambdaAsset(
  cityHalls: readonly CityHall[],
): Promise<pulumi.asset.FileArchive> {
  await mkdir(buildDir, { recursive: true });
  const building = await mkdtemp(`${buildDir}/building-`);
  try {
    await buildLambda(resolve(building), { cityHalls, document: createDocument() });
    const built = `${buildDir}/${await hashFolder(building)}`;
    await moveUnlessThere(building, built);
    return new pulumi.asset.FileArchive(built);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

async function hashFolder(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) {
    hash
      .update(`${file.slice(folder.length)}\0`)
      .update(await readFile(file))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

async function moveUnlessThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}
