import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { UserError } from '../tools/program.ts';

/**
 * Makes the data folder readable only by its owner, and locks it for this process. LevelDB takes the
 * lock from the operating system, which releases it when the process ends, also after a kill.
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
      `The data folder ${dataDir} is in use by another local stack. Stop that stack, or choose another folder with --data-dir.`,
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
      `The data folder ${dataDir} cannot be written. Make it writable, or choose another folder with --data-dir.`,
      { cause },
    );
  }
}

/** Node's `recursive` option never ends on a file system that allows no folders, such as /proc. */
async function makeFolder(path: string): Promise<void> {
  if (existsSync(path)) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path, { mode: 0o700 });
}

/**
 * The lock is the first file that a local stack writes. A folder with other files may be a mistyped
 * name: the stack would hide them from git, and `--fresh` would delete some.
 */
async function assertOurs(dataDir: string): Promise<void> {
  const names = await readdir(dataDir);
  if (names.length === 0 || existsSync(`${dataDir}/lock/LOCK`)) return;
  throw new UserError(
    `The folder ${dataDir} holds files, and no local stack has used it before. Choose an empty or a new folder with --data-dir.`,
  );
}

/** Deletes only files of the local stack. The folder may hold other files. */
async function empty(dataDir: string): Promise<void> {
  for (const name of ['dynamodb', 'dynamodb.running', 'issuer', 'clients.json', 'outputs.json']) {
    await rm(`${dataDir}/${name}`, { recursive: true, force: true });
  }
}
