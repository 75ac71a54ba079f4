import { expect, test } from 'vitest';
import { types } from '../../infra/graph.ts';
import { readCommands } from './guide.ts';
import { createProject } from './stack.ts';

test('the user pool of the SAM stack is imported before the first deploy, which keeps it', async () => {
  await using project = await createProject();
  const { account, run } = project;
  const { id } = account.create(types.userPool, 'sam-users', {
    name: 'sam-users',
    usernameAttributes: ['email'],
    usernameConfiguration: { caseSensitive: false },
  });
  account.log.length = 0;
  const [importing = ''] = readCommands('1. The user pool', 'from-sam.md');
  await run(`pulumi login\nPOOL=${id}\n${importing}`);
  expect(account.log).toEqual([]);

  await run('npm run deploy -- --stack prod --skip-preview');
  expect(account.log).toContain('update christmas-markets-prod-users');
  expect(account.log).not.toContain('create christmas-markets-prod-users');
  expect(account.read(types.userPool, id)?.inputs).toMatchObject({
    name: 'sam-users',
    deletionProtection: 'ACTIVE',
    userPoolTier: 'ESSENTIALS',
  });
  const issuer = await run('pulumi stack output issuer --stack prod');
  expect(issuer.trim().endsWith(id)).toBe(true);
});
