import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { outputsSchema } from '../../../server/deployment/outputs.ts';
import { buildWeb, webDist } from '../../../tools/build/web.ts';
import { kmsKeys, vaultArn } from '../../infra/config-fixture.ts';
import { types } from '../../infra/graph.ts';
import { readCommands } from './guide.ts';
import { createProject } from './stack.ts';

const [fiveSteps = ''] = readCommands('Five steps');
/** `npm ci` is the first step: .ci/fresh-clone runs it, and here the packages are those of this folder. */
const afterInstall = fiveSteps.replace(/^npm ci .*\n/, '');
/** The last step calls an API that does not exist here. */
const [smoke = ''] = /^npm run smoke .*$/m.exec(afterInstall) ?? [];

test('the steps are those that this file expects', () => {
  expect(afterInstall).not.toContain('npm ci');
  expect(smoke).toContain('npm run smoke');
});

/** All options that the other stacks leave out. */
const options = {
  web: {},
  backup: { copyTo: [vaultArn] },
  decisionArchive: { years: 1 },
  monthlyBudget: 100,
  kmsKeys,
};

describe.each([
  ['dev', 'shared', 1, {}],
  ['dev', 'split', 2, {}],
  ['prod', 'shared', 1, options],
  ['prod', 'split', 2, {}],
] as const)('%s, %s', (stack, topology, apis, further) => {
  test('the five steps deploy it, nothing changes afterwards, and a destroy leaves nothing', async () => {
    await using project = await createProject();
    const { account, run } = project;
    await project.configure(stack, { topology, ...further });
    const hasOptions = further === options;
    if (hasOptions) {
      await buildWeb();
      await cp(webDist, join(project.folder, 'web/dist'), { recursive: true });
    }
    const inStack = (commands: string) => commands.replaceAll(/\bdev\b/g, stack);

    const deployed = await run(inStack(afterInstall.replace(smoke, '')));
    expect(deployed).toContain('Loading policy packs');
    const created = [...account.resources.values()].map(({ type }) => type);
    expect(created.filter((type) => type === 'aws:apigatewayv2/api:Api')).toHaveLength(apis);
    expect(deployed).toMatch(/\+ \d+ created/);
    for (const type of [types.backupSelection, types.subscriptionFilter, types.distribution]) {
      expect(created.filter((each) => each === type)).toHaveLength(hasOptions ? 1 : 0);
    }

    const written = await readFile(join(project.folder, 'outputs.json'), 'utf8');
    const outputs = outputsSchema.parse(JSON.parse(written));
    expect(outputs.cityHalls.map(({ name }) => name)).toEqual([
      'bucharest',
      'cluj',
      'iasi',
      'north',
    ]);
    expect(outputs.tableName).toMatch(
      new RegExp(`^christmas-markets-${stack}-markets-[0-9a-f]{7}$`),
    );
    const smoked = await run(smoke, { fails: true });
    expect(smoked).toContain(new URL('/health', outputs.apiUrl).href);
    const hidden = await run(`pulumi stack output --json --stack ${stack}`);
    for (const { clientSecret } of outputs.cityHalls) expect(hidden).not.toContain(clientSecret);

    account.log.length = 0;
    await run(`npm run deploy -- --stack ${stack} --expect-no-changes --skip-preview`);
    await run(`pulumi refresh --stack ${stack} --expect-no-changes`);
    expect(account.log).toEqual([]);

    if (stack === 'prod') {
      const refused = await run('pulumi destroy --stack prod', { fails: true });
      expect(refused).toMatch(/christmas-markets-prod-markets.*protected|protected.*resource/s);
      expect(account.log).toEqual([]);
      await project.configure('prod', { protected: false });
      await run('npm run deploy -- --stack prod --skip-preview');
    }
    await run(`pulumi destroy --stack ${stack}`);
    expect([...account.resources.keys()]).toEqual([]);
  });
});
