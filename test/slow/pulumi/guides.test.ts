import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { certificateArn } from '../../infra/config-fixture.ts';
import { createProject } from './stack.ts';

/* The guides of docs/deploy.md, one after another on one stack of prod. */

let project: Awaited<ReturnType<typeof createProject>>;
beforeAll(async () => {
  project = await createProject();
  await project.run('pulumi login && pulumi stack init prod');
  // versions.test.ts has the canary deployments of prod.
  await project.configure('prod', { deployment: { strategy: 'all-at-once' } });
  await deploy();
});
afterAll(() => project[Symbol.asyncDispose]());
beforeEach(() => {
  project.account.log.length = 0;
});

const deploy = (options?: { fails?: boolean }) =>
  project.run('npm run deploy -- --stack prod --skip-preview', options);

/** What was done to AWS resources, with the short names. */
function readLog(): string[] {
  return project.account.log.map((line) => line.replace('christmas-markets-prod-', '')).toSorted();
}

const hallsSchema = z.object({
  cityHalls: z.array(z.object({ name: z.string(), clientId: z.string() })),
});
async function readHalls() {
  return hallsSchema.parse(
    JSON.parse(await project.run('pulumi stack output --json --show-secrets --stack prod')),
  ).cityHalls;
}

const halls = [
  { name: 'bucharest', cities: ['București'] },
  { name: 'cluj', cities: ['Cluj-Napoca'] },
  { name: 'iasi', cities: ['Iași'] },
  { name: 'north', cities: ['Suceava', 'Botoșani'] },
];

test('adding a city hall creates its client and replaces nothing', async () => {
  const before = await readHalls();
  await project.configure('prod', { cityHalls: [...halls, { name: 'west', cities: ['Oradea'] }] });
  await deploy();
  expect(readLog()).toEqual([
    'create halls-west-1',
    'update b2b-api-stage-b2b',
    'update function',
    'update function-live',
    'update halls-City',
  ]);
  const after = await readHalls();
  expect(after.slice(0, 4)).toEqual(before);
  expect(after[4]?.name).toBe('west');
});

test('a city with another spelling is refused in the preview already', async () => {
  const respelled = halls.map((hall) =>
    hall.name === 'iasi' ? { ...hall, cities: ['Iasi'] } : hall,
  );
  await project.configure('prod', {
    cityHalls: [...respelled, { name: 'west', cities: ['Oradea'] }],
  });
  const output = await project.run('pulumi preview --stack prod', { fails: true });
  expect(output).toContain('"Iasi" is deployed as "Iași": write "Iași"');
  expect(readLog()).toEqual([]);
  await project.configure('prod', { cityHalls: [...halls, { name: 'west', cities: ['Oradea'] }] });
});

test('a secret is rotated in three steps, and the old client stays until it is unprotected', async () => {
  const [, first] = await readHalls();
  await project.configure('prod', { clientVersions: { cluj: [1, 2] } });
  await deploy();
  expect(readLog()).toEqual([
    'create halls-cluj-2',
    'update b2b-api-stage-b2b',
    'update function',
    'update function-live',
  ]);
  const both = (await readHalls()).filter(({ name }) => name === 'cluj');
  expect(both).toHaveLength(2);
  expect(both[0]).toEqual(first);

  await project.configure('prod', { clientVersions: { cluj: [2] } });
  const refused = await deploy({ fails: true });
  expect(refused).toMatch(/halls-cluj-1[\s\S]*protected/);
  expect(project.account.log.filter((line) => line.startsWith('delete '))).toEqual([]);

  const listed = await project.run('pulumi stack --show-urns --stack prod | grep halls-cluj-1');
  const [urn = ''] = /urn:\S+/.exec(listed) ?? [];
  await project.run(`pulumi state unprotect --stack prod '${urn}'`);
  project.account.log.length = 0;
  await deploy();
  expect(readLog()).toContain('delete halls-cluj-1');
  expect((await readHalls()).filter(({ name }) => name === 'cluj')).toEqual([both[1]]);
});

test('a custom domain is put on, a second one beside it, and the first is taken off when it is unprotected', async () => {
  const names = ['api.example.org', 'markets.example.org'];
  const [first, second] = names.map((domainName) => ({
    domainName,
    certificateArn,
    hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  }));
  const created = (name: string) =>
    ['alias', 'domain', 'mapping'].map((kind) => `create api-stage-${name}-${kind}`);
  await project.configure('prod', { customDomain: [first ?? null] });
  await deploy();
  expect(readLog()).toEqual([
    ...created('api.example.org'),
    ...['update applicants', 'update function', 'update function-live'],
  ]);
  project.account.log.length = 0;
  await project.configure('prod', { customDomain: [second ?? null, first ?? null] });
  await deploy();
  expect(readLog().filter((line) => !line.startsWith('update '))).toEqual(
    created('markets.example.org'),
  );
  expect(await project.run('pulumi stack output apiUrl --stack prod')).toBe(
    'https://markets.example.org\n',
  );

  project.account.log.length = 0;
  await project.configure('prod', { customDomain: [second ?? null] });
  expect(await deploy({ fails: true })).toMatch(/api-stage-api\.example\.org-[\s\S]*protected/);
  expect(readLog()).toEqual([]);
  const urns = await project.run('pulumi stack --show-urns --stack prod | grep api.example.org-');
  for (const [urn] of urns.matchAll(/urn:\S+/g)) {
    await project.run(`pulumi state unprotect --stack prod '${urn}'`);
  }
  await deploy();
  expect(readLog()).toEqual(
    created('api.example.org').map((line) => line.replace('create', 'delete')),
  );
});

test('a new domain without a DNS record cannot be the only way to the API', async () => {
  const customDomain = [
    { domainName: 'new.example.org', certificateArn, disableExecuteApiEndpoint: true },
  ];
  await project.configure('prod', { b2bCustomDomain: customDomain });
  const output = await project.run('pulumi preview --stack prod', { fails: true });
  expect(output).toContain('new.example.org does not exist yet');
  expect(readLog()).toEqual([]);
  await project.configure('prod', { b2bCustomDomain: undefined });
});

test('a deploy that fails halfway leaves a true state, and the next one completes it', async () => {
  await project.configure('prod', {
    memorySize: 2_048,
    marketsPerApplicant: 60,
    logRetentionDays: 60,
  });
  project.account.failNext('update', /-function$/, 'TooManyRequestsException: Rate exceeded');
  const failed = await deploy({ fails: true });
  expect(failed).toContain('TooManyRequestsException: Rate exceeded');
  const halfway = readLog();
  expect(halfway).not.toContain('update function');
  project.account.log.length = 0;
  await deploy();
  expect(readLog()).toContain('update function');
  expect(readLog().filter((line) => halfway.includes(line))).toEqual([]);
  await project.run('npm run deploy -- --stack prod --expect-no-changes --skip-preview');
});

test('a provider that fails while it creates leaves nothing without an owner', async () => {
  await project.configure('prod', {
    cityHalls: [
      ...halls,
      { name: 'west', cities: ['Oradea'] },
      { name: 'south', cities: ['Craiova'] },
    ],
  });
  project.account.failNext('create', /halls-south-1$/, 'LimitExceededException: clients');
  expect(await deploy({ fails: true })).toContain('LimitExceededException: clients');
  project.account.log.length = 0;
  await deploy();
  expect(readLog().filter((line) => line.startsWith('create '))).toEqual(['create halls-south-1']);
});

test.each<[string, string, string, string]>([
  ['table', 'infra/table.ts', 'rangeKey,\n', "rangeKey: 'marketName',\n"],
  ['pool', 'infra/sign-in/user-pool.ts', "usernameAttributes: ['email']", 'usernameAttributes: []'],
  ['API', 'infra/api/api.ts', "protocolType: 'HTTP'", "protocolType: 'WEBSOCKET'"],
  ['client', 'infra/sign-in/clients.ts', 'generateSecret: true', 'generateSecret: false'],
])(
  'a change of the program that replaces a %s is refused by name in the preview',
  async (kind, file, from, to) => {
    const names = {
      table: 'prod-markets',
      pool: 'prod-users',
      API: 'prod-api',
      client: 'halls-cluj-2',
    };
    const path = join(project.folder, file);
    const source = await readFile(path, 'utf8');
    expect(source).toContain(from);
    await writeFile(path, source.replace(from, to));
    try {
      const output = await project.run('pulumi preview --stack prod', { fails: true });
      const name = Object.entries(names).find(([each]) => each === kind)?.[1];
      expect(output).toMatch(new RegExp(`unable to replace resource "urn:\\S*${name}"`));
    } finally {
      await writeFile(path, source);
    }
    expect(readLog()).toEqual([]);
  },
);

test('a policy stops a deploy before AWS is asked', async () => {
  const path = join(project.folder, 'infra/table.ts');
  const source = await readFile(path, 'utf8');
  const edited = source.replace(
    /(serverSideEncryption: \{\s+enabled: )true/,
    (_, before) => `${before}false`,
  );
  expect(edited).not.toBe(source);
  await writeFile(path, edited);
  try {
    const output = await project.run('npm run deploy -- --stack prod', { fails: true });
    expect(output).toContain('tables-are-encrypted');
    expect(output).toContain('set serverSideEncryption to {enabled: true}');
  } finally {
    await writeFile(path, source);
  }
  expect(readLog()).toEqual([]);
});
