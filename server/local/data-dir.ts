import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { ClassicLevel } from 'classic-level';
import { LocalError } from './local-error.ts';

/**
 * Makes the data folder its owner's alone and takes it for this process. The lock is LevelDB's, a
 * lock of the operating system that ends with the process, however it ends.
 */
export async function openDataDir(
  dataDir: string,
  { fresh }: { fresh: boolean },
): Promise<{ close(): Promise<void> }> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await chmod(dataDir, 0o700);
    await writeFile(`${dataDir}/.gitignore`, '*\n');
  } catch (cause) {
    throw new LocalError(
      `The data folder ${dataDir} cannot be written. Make it writable, or name another with --data-dir.`,
      { cause },
    );
  }
  const lock = new ClassicLevel(`${dataDir}/lock`);
  try {
    await lock.open();
  } catch (cause) {
    throw new LocalError(
      `The data folder ${dataDir} is in use by another local stack. Stop that one, or name another folder with --data-dir.`,
      { cause },
    );
  }
  if (fresh) await empty(dataDir);
  return lock;
}

/** Only what the local stack wrote there: the folder may be anything, a typing error included. */
async function empty(dataDir: string): Promise<void> {
  for (const name of ['dynamodb', 'dynamodb.running', 'issuer', 'clients.json', 'outputs.json']) {
    await rm(`${dataDir}/${name}`, { recursive: true, force: true });
  }
}
