import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { UserError } from '../tools/program.ts';

/**
 * Makes the data folder its owner's alone and takes it for this process. The lock is LevelDB's, a
 * lock of the operating system that ends with the process, however it ends.
 */
export async function openDataDir(
  dataDir: string,
  { fresh }: { fresh: boolean },
): Promise<{ close(): Promise<void> }> {
  await makePrivate(dataDir);
  const lock = new ClassicLevel(`${dataDir}/lock`);
  try {
    await lock.open();
  } catch (cause) {
    throw new UserError(
      `The data folder ${dataDir} is in use by another local stack. Stop that one, or name another folder with --data-dir.`,
      { cause },
    );
  }
  const ignore = `${dataDir}/.gitignore`;
  if (!existsSync(ignore)) await writeFile(ignore, '*\n', { flag: 'wx' });
  if (fresh) await empty(dataDir);
  return lock;
}

async function makePrivate(dataDir: string): Promise<void> {
  try {
    await makeFolder(dataDir);
    await assertOurs(dataDir);
    await chmod(dataDir, 0o700);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(
      `The data folder ${dataDir} cannot be written. Make it writable, or name another with --data-dir.`,
      { cause },
    );
  }
}

/** Node's own `recursive` tries for ever where a file system takes no folders, in /proc for one. */
async function makeFolder(path: string): Promise<void> {
  if (existsSync(path)) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path, { mode: 0o700 });
}

/**
 * By the lock, which is the first thing that a local stack puts into its folder. In any other, a
 * typing error would hide files from git and delete what `--fresh` empties.
 */
async function assertOurs(dataDir: string): Promise<void> {
  const names = await readdir(dataDir);
  if (names.length === 0 || existsSync(`${dataDir}/lock/LOCK`)) return;
  throw new UserError(
    `The folder ${dataDir} holds files, and no local stack has used it yet. Name an empty or a new folder with --data-dir.`,
  );
}

/** Only what the local stack wrote there: the folder may hold other files too. */
async function empty(dataDir: string): Promise<void> {
  for (const name of ['dynamodb', 'dynamodb.running', 'issuer', 'clients.json', 'outputs.json']) {
    await rm(`${dataDir}/${name}`, { recursive: true, force: true });
  }
}
