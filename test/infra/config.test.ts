import { describe, expect, it } from 'vitest';
import { hall, many, parseWith, type Refused } from './config-fixture.ts';

const halls = (count: number, cities: number) =>
  many(count, (index) => hall(`h${index}`, ...many(cities, (city) => `c${index} ${city}`)));

const refusedUrls: [what: string, url: string, advice: string][] = [
  ['half a URL', '/callback', 'write a whole URL, e.g.'],
  [
    'a URL without slashes',
    'https:a.example',
    '"https:a.example" is not a whole URL: write https://',
  ],
  ['a backslash', 'https://a.example\\b', '"https://a.example\\\\b" is not a whole URL'],
  [
    'http: to elsewhere',
    'http://markets.example.org/callback',
    '"http://markets.example.org/callback" would send sign-in codes in the clear: write https:, or http://localhost while developing',
  ],
  [
    'http: to a look-alike',
    'http://localhost.example.org/',
    '"http://localhost.example.org/" would',
  ],
  [
    'http: to 127.0.0.1',
    'http://127.0.0.1:3000/',
    '"http://127.0.0.1:3000/": write http://localhost, the only http: address that Cognito documents',
  ],
  ['http: to ::1', 'http://[::1]:3000/', '"http://[::1]:3000/": write http://localhost'],
  ['a script', 'javascript:alert(1)', '"javascript:alert(1)": write https:, or the scheme of a'],
  ['a script with slashes', 'JavaScript://%0aalert(1)', '"JavaScript://%0aalert(1)": write https:'],
  ['a file', 'file:///callback', '"file:///callback": write https:'],
  ['an app without slashes', 'myapp:callback', '"myapp:callback": write https:, or the scheme of'],
  ['a pattern', 'https://*.example.org/', '"https://*.example.org/": leave out "#…" and "*"'],
  ['a fragment', 'https://a.example/#x', '"https://a.example/#x": leave out "#…" and "*"'],
  ['an empty fragment', 'https://a.example/#', '"https://a.example/#": leave out "#…" and "*"'],
  ['a space', 'https://a.example/a b', '"https://a.example/a b" contains a space or a control'],
  ['a space at the end', 'https://a.example/ ', '"https://a.example/ " contains a space'],
  ['a line end', 'https://a.example/\n', '"https://a.example/\\n" contains a space or a control'],
  ['a user name', 'https://me@a.example/', '"https://me@a.example/": leave out the user name'],
  ['a password', 'https://:x@a.example/', '"https://:x@a.example/": leave out the user name and'],
  [
    'over 1,024 characters',
    `https://a.example/${'a'.repeat(1_007)}`,
    "a URL of 1025 characters: write 1024 at most, Cognito's limit",
  ],
  ['a host label over 63 characters', `https://${'a'.repeat(64)}.org/`, '"aaaa'],
];

const refused: Refused[] = [
  ['an unknown key', { cityHals: [] }, 'cityHals: there is no such key; write one of topology,'],
  ['no city halls', { cityHalls: undefined }, 'cityHalls: it is missing: write a list'],
  ['an empty list of city halls', { cityHalls: [] }, 'configure at least one city hall, e.g.'],
  ['text for a list', { cityHalls: 'cluj' }, 'cityHalls: write a list, a line of "- …" for each'],
  ['a city hall with spaces', { cityHalls: [hall('Cluj city', 'A')] }, 'a-z, 0-9 and "-"'],
  ['a city hall without cities', { cityHalls: [hall('x')] }, 'at least one city'],
  [
    'a misspelt member',
    { cityHalls: [{ name: 'x', city: ['A'] }] },
    '0.city: there is no such key',
  ],
  ['a city without a key', { cityHalls: [hall('x', 'Αθήνα')] }, '{name: "Αθήνα", key: "athina"}'],
  ['a bad city', { cityHalls: [hall('x', { nam: 'A' })] }, 'write the city as "Name" or as {name:'],
  [
    'two cities with one key',
    { cityHalls: [hall('x', 'Iași'), hall('y', 'IASI')] },
    '"Iași" and "IASI" both answer to the key "iasi": a city belongs to one city hall',
  ],
  [
    'two city halls with one name',
    { cityHalls: [hall('x', 'A'), hall('x', 'B')] },
    'two city halls are called "x": give each a name of its own',
  ],
  [
    'more than 50 city halls',
    { cityHalls: many(51, (index) => hall(`h${index}`, `c${index}`)) },
    'one API serves 50 city halls at most (audiences of a JWT authorizer): let halls share',
  ],
  [
    'more than 49 cities in a hall',
    { cityHalls: [hall('x', ...many(50, (index) => `c${index}`))] },
    'acts for 49 cities at most (Cognito allows 50 scopes a client): split it into two city halls',
  ],
  [
    'more names than the environment of the Lambda holds',
    { cityHalls: many(50, (index) => hall(`${'a'.repeat(30)}${index}`, `c${index}`)) },
    'shorten them by 590 characters, or deploy a second stack',
  ],
  [
    'more cities than the resource servers of one pool offer',
    { cityHalls: halls(50, 47) },
    'cityHalls: 2350 cities need 26 resource servers, one for each hundred, and Cognito allows 25',
  ],
  [
    'more cities than those of a pool of machines offer',
    { cityHalls: halls(50, 49), topology: 'split' },
    '2450 cities need 26 resource servers',
  ],
  [
    'more than 50 clients',
    {
      cityHalls: many(50, (index) => hall(`h${index}`, `c${index}`)),
      clientVersions: { h0: [1, 2] },
    },
    'these are 51: rotate fewer city halls at a time',
  ],
  ['versions of no city hall', { clientVersions: { iasi: [2] } }, 'write one of cluj'],
  ['three versions', { clientVersions: { cluj: [1, 2, 3] } }, 'the old one and the new one'],
  ['no version', { clientVersions: { cluj: [] } }, 'write at least one version, e.g. [1]'],
  ['a version twice', { clientVersions: { cluj: [2, 2] } }, 'write each version once'],
  ['no callback URL', { callbackUrls: [] }, 'write at least one, e.g. ["https://'],
  [
    'as many callback URLs as Cognito takes',
    { callbackUrls: many(100, (index) => `https://a.example/${index}`) },
    'callbackUrls: write 99 at most: Cognito allows 100, and the page at /docs needs one',
  ],
  [
    'more logout URLs than Cognito takes',
    { logoutUrls: many(101, (index) => `https://a.example/${index}`) },
    'logoutUrls: write 100 at most',
  ],
  ...(['callbackUrls', 'logoutUrls'] as const).flatMap((key) =>
    refusedUrls.map(
      ([what, url, advice]): Refused => [
        `${what} in ${key}`,
        { [key]: [url] },
        `${key}.0: ${advice}`,
      ],
    ),
  ),
  [
    '* as a CORS header',
    { corsAllowHeaders: ['*'] },
    '"*" does not cover Authorization in browsers',
  ],
  [
    'a header with a value',
    { corsAllowHeaders: ['x-a: 1'] },
    '"x-a: 1" is not the name of a header: write a-z',
  ],
  ['another topology', { topology: 'both' }, 'topology: write "shared" or "split"'],
  ['a word for a boolean', { protected: 'yes' }, 'protected: write true or false'],
  ['a fraction', { marketsPerApplicant: 1.5 }, 'marketsPerApplicant: write a whole number'],
  ['no address', { alarmAddresses: ['ops'] }, 'write an e-mail address, e.g. "ops@example.org"'],
  ['an address without TLS', { alarmAddresses: ['http://a.example'] }, 'the https: URL'],
  ['a boundary by name', { permissionsBoundaryArn: 'boundary' }, 'write the ARN of a policy'],
  ['an address twice', { alarmAddresses: ['a@b.example', 'a@b.example'] }, 'each address once'],
  [
    'a budget that informs no person',
    { monthlyBudget: 50 },
    'write an e-mail address in alarmAddresses',
  ],
  [
    'a short recovery of what is protected',
    { recoveryDays: 6 },
    'write 7 or more, or set protected',
  ],
  [
    'a recovery that is longer than the log of erasures',
    { recoveryDays: 35, logRetentionDays: 30 },
    'write at most 30 (logRetentionDays)',
  ],
  [
    'a backup that is kept for longer than the log of erasures',
    { backup: { retentionDays: 31 } },
    'backup: retentionDays: write at most 30 (logRetentionDays), or keep the logs longer',
  ],
  [
    'an archive that a destroy cannot delete',
    { decisionArchive: { years: 1, mode: 'compliance' }, protected: false },
    'decisionArchive: mode: write "governance" while protected is false',
  ],
  ['an archive without years', { decisionArchive: {} }, 'decisionArchive.years: it is missing'],
  ['an archive for a century', { decisionArchive: { years: 100 } }, 'years: write 30 at most'],
  [
    'another mode of the archive',
    { decisionArchive: { years: 1, mode: 'strict' } },
    'decisionArchive.mode: write "governance" or "compliance"',
  ],
  ['another schedule', { backup: { schedule: 'hourly' } }, 'backup.schedule: write "daily" or'],
  ['an unknown key of backup', { backup: { copies: 2 } }, 'backup.copies: there is no such key'],
  ['no recovery', { recoveryDays: 0, protected: false }, 'recoveryDays: write 1 or more'],
  ['no custom domain in the list', { customDomain: [] }, 'write at least one domain'],
  ['a prefix of Amazon', { domainPrefix: 'aws-markets' }, 'leave out "aws", "amazon" and'],
  ['a prefix in capitals', { domainPrefix: 'Markets' }, 'write a-z, 0-9 and "-", e.g.'],
  ['a long prefix', { domainPrefix: 'a'.repeat(60) }, 'write 59 characters at most'],
];

describe('config', () => {
  it.each(refused)('refuses %s, with advice', (_, changes, advice) => {
    expect(() => parseWith(changes)).toThrow(advice);
  });

  it('names all that is wrong at once, each by its place', () => {
    const changes = { corsOrigins: ['*'], memorySize: 1, callbackUrls: ['http://a.example'] };
    expect(() => parseWith(changes)).toThrow(
      /^Pulumi\.dev\.yaml is invalid:\n {2}p:callbackUrls\.0: .+\n {2}p:corsOrigins\.0: .+\n {2}p:memorySize: .+$/,
    );
  });

  it('refuses a stack whose name AWS does not allow', () => {
    expect(() => parseWith({}, { stack: 'Production_1' })).toThrow(
      'use a-z, 0-9 and "-", 20 characters at most, e.g. "dev"',
    );
  });

  it.each(['aws-test', 'cognito1', 'a--b'])(
    'refuses the stack %s, whose name Cognito does not allow, unless there is a prefix',
    (stack) => {
      expect(() => parseWith({}, { stack })).toThrow(
        `domainPrefix: without one, the sign-in pages are at "p-${stack}-…", and Cognito refuses that (`,
      );
      expect(parseWith({ domainPrefix: 'markets' }, { stack }).domainPrefix).toBe('markets');
    },
  );

  it('accepts localhost, native apps and full lists', () => {
    const callbackUrls = [
      'http://localhost:3000/',
      'https://127.0.0.1:3000/',
      'https://a.example/%20?a=b',
      'myapp://callback',
      'org.example.markets:/callback',
      `https://a.example/${'a'.repeat(1_006)}`,
    ];
    expect(callbackUrls.at(-1)).toHaveLength(1_024);
    const cityHalls = many(50, (index) => hall(`${'a'.repeat(17)}${index}`, `c${index}`));
    expect(parseWith({ callbackUrls }).callbackUrls).toEqual(callbackUrls);
    expect(parseWith({ logoutUrls: callbackUrls }).logoutUrls).toEqual(callbackUrls);
    expect(parseWith({ cityHalls }).cityHalls).toHaveLength(50);
    const urls = many(99, (index) => `https://a.example/${index}`);
    expect(parseWith({ callbackUrls: urls }).callbackUrls).toHaveLength(99);
  });

  it('accepts as many cities as fit into 25 resource servers, with those of the actions', () => {
    const numberOf = (changes: Record<string, unknown>) =>
      parseWith(changes).cityHalls.flatMap(({ cities }) => cities).length;
    expect(numberOf({ cityHalls: halls(50, 46) })).toBe(2_300);
    expect(numberOf({ cityHalls: halls(50, 48), topology: 'split' })).toBe(2_400);
  });

  it('has safe defaults', () => {
    expect(parseWith({})).toMatchObject({ topology: 'shared', protected: true, corsOrigins: [] });
  });
});
