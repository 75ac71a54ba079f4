import { afterAll, beforeAll, expect, it } from 'vitest';
import { useStack } from '../../use-stack.ts';
import { serveWholeFlow } from '../sdk-package/backend-server.ts';
import { createPackedProject, type PackedProject } from '../sdk-package/packed-project.ts';
import { writeNextApp } from './next-app.ts';

/* sdk/examples/backend of the packed SDK in Next.js. test/sdk/backend.test.ts calls it as a function. */

const stack = useStack();
let project: PackedProject;
beforeAll(async () => {
  project = await createPackedProject([
    ...['jose@6.2.17', 'next@16.4.6', 'react@19.2.0', 'react-dom@19.2.0'],
    ...['@types/node@24.19.2', '@types/react@19.2.2', 'typescript@7.0.2'],
  ]);
});
afterAll(() => project?.[Symbol.asyncDispose]());

it('type-checks and builds the route handler, and a person signs in and submits through it', async () => {
  await writeNextApp(project);
  const next = 'node_modules/next/dist/bin/next';
  const env = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
  const built = await project.run('node', [next, 'build'], env);
  expect(built, built.output).toMatchObject({ ok: true });
  const toArgs = (port: string) => [next, 'start', '--port', port, '--hostname', '127.0.0.1'];
  const server = { dir: project.dir, command: process.execPath, toArgs, env };
  await serveWholeFlow(server, stack.outputs);
});
