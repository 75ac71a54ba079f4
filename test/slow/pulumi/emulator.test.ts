import { expect, test } from 'vitest';
import { readCommands } from './guide.ts';
import { createProject } from './stack.ts';

test('a trial on an emulator deploys with the endpoints of the guide', async () => {
  await using project = await createProject();
  const [trial = ''] = readCommands('A trial on an emulator');
  await project.run(`pulumi login\n${trial.trimEnd()} --skip-preview`);
  const { endpoints = '[]', ...settings } = Object.fromEntries(
    Object.entries(project.account.settings).map(([key, value]) => [
      key.replace('aws:config:', ''),
      value,
    ]),
  );
  expect(JSON.parse(endpoints)).toEqual([
    expect.objectContaining({ dynamodb: 'http://localhost:4566', sts: 'http://localhost:4566' }),
  ]);
  expect(settings).toMatchObject({ skipCredentialsValidation: 'true' });
  expect(await project.run('pulumi stack output tableName --stack trial')).toMatch(
    /^christmas-markets-trial-markets-/,
  );
});
