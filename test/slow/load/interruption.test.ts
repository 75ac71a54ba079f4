import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

it.each([
  ['load.ts', /^start:/m],
  ['list-bench.ts', /^100 markets/m],
])('%s deletes its data folder at Ctrl-C', async (program, underWay) => {
  const folder = await mkdtemp(`${tmpdir()}/christmas-markets-`);
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  // A new process group, because a terminal sends the signal to the whole group.
  const child = spawn(process.execPath, [fileURLToPath(new URL(program, import.meta.url))], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const group = -(child.pid ?? Number.NaN);
  onTestFinished(() => {
    child.kill('SIGTERM');
  });
  const exited = once(child, 'exit');
  let printed = '';
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    printed += chunk;
    if (underWay.test(printed)) break;
  }
  expect(await readdir(folder)).toHaveLength(1);

  process.kill(group, 'SIGINT');
  expect(await exited).toEqual([130, null]);
  expect(await readdir(folder)).toEqual([]);
});
