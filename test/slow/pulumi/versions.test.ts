import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createProject } from './stack.ts';

let project: Awaited<ReturnType<typeof createProject>>;
beforeAll(async () => {
  project = await createProject();
  await project.run(
    'pulumi login && pulumi stack init dev && npm run deploy -- --stack dev --skip-preview',
  );
});
afterAll(() => project[Symbol.asyncDispose]());
beforeEach(() => {
  project.account.log.length = 0;
});

const deploy = (args = '') => project.run(`npm run deploy -- --stack dev --skip-preview ${args}`);
const settings = () => readFile(join(project.folder, 'Pulumi.dev.yaml'), 'utf8');

/** The version of the alias, and the weights of others beside it. */
function readAlias() {
  const alias = [...project.account.resources.values()].find(
    ({ type }) => type === 'aws:lambda/alias:Alias',
  );
  return [alias?.inputs.functionVersion, alias?.inputs.routingConfig];
}

const canary = `node ${fileURLToPath(new URL('canary-in-seconds.ts', import.meta.url))}`;

test('a deploy publishes a version and moves the alias, a rollback moves it back, and the state stays true', async () => {
  expect(readAlias()).toEqual(['1', undefined]);
  await project.configure('dev', { marketsPerApplicant: 60 });
  await deploy();
  expect(readAlias()).toEqual(['2', undefined]);

  project.account.log.length = 0;
  project.account.calls.length = 0;
  const output = await project.run('npm run rollback -- --stack dev');
  expect(output).toContain('Version 1 gets all calls, in place of version 2.');
  expect(project.account.log).toEqual(['update christmas-markets-dev-function-live']);
  // The provider knows the Region without a call.
  const calls = project.account.calls.filter((call) => !call.includes('getRegion'));
  expect(calls).toEqual([
    'configure',
    'invoke aws:index/getCallerIdentity:getCallerIdentity',
    'update christmas-markets-dev-function-live',
  ]);
  expect(readAlias()).toEqual(['1', undefined]);
  expect(await deploy('--expect-no-changes')).toContain(
    'Version 1 of the Lambda gets all calls, and newer versions get none',
  );
  await project.run('pulumi refresh --stack dev --expect-no-changes');

  await project.configure('dev', { marketsPerApplicant: 70 });
  await deploy();
  expect(readAlias()).toEqual(['1', undefined]);
  await project.run('npm run rollback -- --stack dev --off');
  expect(readAlias()).toEqual(['3', undefined]);
  expect(await settings()).not.toContain('liveVersion');
  await deploy('--expect-no-changes');
});

test('a rollback to a version that does not exist is refused, and nothing changes', async () => {
  const before = await settings();
  for (const version of ['4', '0', 'x']) {
    expect(
      await project.run(`npm run rollback -- --stack dev --to ${version}`, { fails: true }),
    ).toContain(`There is no version ${version}: the versions are 1 to 3`);
  }
  expect(await settings()).toBe(before);
  expect(project.account.log).toEqual([]);
});

test('a canary deployment gives a share of the calls to the new version, then all', async () => {
  await project.configure('dev', { marketsPerApplicant: 80 });
  const output = await project.run(canary);
  expect(output).toContain('Version 4 gets 5 % of the calls');
  expect(output).toContain('Version 4 gets all calls.');
  expect(
    project.account.log.filter((line) => line === 'update christmas-markets-dev-function-live'),
  ).toHaveLength(2);
  expect(readAlias()).toEqual(['4', undefined]);
  expect(await settings()).not.toContain('liveVersion');
  await deploy('--expect-no-changes');
});

test('an alarm during a canary deployment gives all calls back to the version before', async () => {
  await project.configure('dev', { marketsPerApplicant: 90 });
  const running = project.run(canary, { fails: true });
  await expect
    .poll(readAlias, { timeout: 200_000 })
    .toEqual(['4', { additionalVersionWeights: { 5: 0.05 } }]);
  await project.raiseAlarms(['christmas-markets-dev-monitoring-function-errors']);
  expect(await running).toContain(
    'Rolled back: version 4 gets all calls, because version 5 got 5 % and christmas-markets-dev-monitoring-function-errors was raised',
  );
  expect(readAlias()).toEqual(['4', undefined]);
  await project.run('pulumi refresh --stack dev --expect-no-changes');
});

test('no canary deployment begins while an alarm is raised, or when alarms cannot be read', async () => {
  await project.raiseAlarms(['christmas-markets-dev-monitoring-api-5xx']);
  expect(await project.run(canary, { fails: true })).toContain('Nothing is deployed');
  expect(await project.run(`rm $HOME/bin/aws && ${canary}`, { fails: true })).toContain(
    'The alarms cannot be read',
  );
  expect(project.account.log).toEqual([]);
});
