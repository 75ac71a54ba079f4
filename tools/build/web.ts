import { readdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { UserError } from '../program.ts';

const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const webDist = fromRoot('web/dist');
const sources = ['web', 'sdk/src', 'package-lock.json'];

/** Builds the app unless `web/dist` is newer than everything that it is made of. */
export async function buildWeb(): Promise<void> {
  const [built, ...changed] = await Promise.all([
    modifiedAt(`${webDist}/index.html`),
    ...sources.map((path) => newestIn(fromRoot(path))),
  ]);
  if (built > Math.max(...changed)) return;
  try {
    // Only here: loading the bundler takes as long as the rest of the start.
    const { buildApp } = await import('../../web/build.ts');
    await buildApp();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : cause;
    throw new UserError(
      `The app in web/ cannot be built (${message}). npm start -- --no-web skips it.`,
      {
        cause,
      },
    );
  }
}

async function newestIn(path: string): Promise<number> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  const times = entries
    .filter(({ name }) => name !== 'dist' && name !== 'node_modules')
    .map((entry) =>
      entry.isDirectory() ? newestIn(`${path}/${entry.name}`) : modifiedAt(`${path}/${entry.name}`),
    );
  return Math.max(await modifiedAt(path), ...(await Promise.all(times)));
}

/** 0 if there is no such file. A folder's own time tells that a file was removed. */
async function modifiedAt(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
}
