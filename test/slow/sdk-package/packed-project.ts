import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

export type PackedProject = AsyncDisposable & {
  dir: string;
  tarball: string;
  /** What is in the tarball. */
  files: string[];
  /** A folder of the package's `examples`. */
  example(name: string): string;
  write(name: string, text: string): Promise<void>;
  run(
    command: string,
    args: string[],
    env?: Record<string, string>,
  ): Promise<{ ok: boolean; output: string }>;
};

const run = promisify(execFile);
const root = new URL('../../..', import.meta.url).pathname;

/** An empty project with the packed SDK in it, and with `packages` from the registry. */
export async function createPackedProject(packages: string[]): Promise<PackedProject> {
  await using creating = new AsyncDisposableStack();
  const dir = await mkdtemp(`${tmpdir()}/christmas-markets-project-`);
  creating.defer(() => rm(dir, { recursive: true, force: true }));
  const pack = ['pack', '-w', 'sdk', '--json', '--pack-destination', dir];
  const { stdout } = await run('npm', pack, { cwd: root });
  const { filename, files } = readPacked(stdout);
  const manifest = { name: 'project', version: '1.0.0', private: true, type: 'module' };
  await writeFile(`${dir}/package.json`, JSON.stringify(manifest));
  // No package here needs its scripts to be run, and the .npmrc of this repository allows none by default.
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts'];
  await run('npm', ['install', ...flags, `./${filename}`, ...packages], {
    cwd: dir,
  });
  await cp(`${root}/test/sdk/types`, `${dir}/types`, { recursive: true });
  const project = creating.move();
  return {
    dir,
    tarball: `${dir}/${filename}`,
    files,
    example: (name) => `${dir}/node_modules/@christmas-markets/sdk/examples/${name}`,
    async write(name, text) {
      await mkdir(dirname(`${dir}/${name}`), { recursive: true });
      await writeFile(`${dir}/${name}`, text);
    },
    run: (command, args, env) =>
      run(command, args, { cwd: dir, env: { ...process.env, ...env } }).then(
        ({ stdout, stderr }) => ({ ok: true, output: stdout + stderr }),
        ({ stdout, stderr }) => ({ ok: false, output: `${stdout}${stderr}` }),
      ),
    [Symbol.asyncDispose]: () => project.disposeAsync(),
  };
}

/** What the scripts of the package print stands before the JSON. */
function readPacked(stdout: string): { filename: string; files: string[] } {
  const [packed]: { filename: string; files: { path: string }[] }[] = JSON.parse(
    stdout.slice(stdout.indexOf('[\n')),
  );
  if (packed === undefined) throw new Error(`Nothing was packed: ${stdout}`);
  return { filename: packed.filename, files: packed.files.map(({ path }) => path) };
}
