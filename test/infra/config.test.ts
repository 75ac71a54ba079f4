import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../infra/config/config.ts';

const least = {
  cityHalls: [{ name: 'cluj', cities: ['Cluj-Napoca'] }],
  callbackUrls: ['https://markets.example.org/callback'],
  logoutUrls: ['https://markets.example.org/'],
};
const certificateArn = 'arn:aws:acm:eu-central-1:123456789012:certificate/1';
const sender = (region: string) => ({
  from: 'no-reply@example.org',
  sesIdentityArn: `arn:aws:ses:${region}:123456789012:identity/example.org`,
});
const domain = { domainName: 'api.example.org', certificateArn };

function read(changes: Record<string, unknown>) {
  const config = toPulumiConfig({ ...least, ...changes });
  return parseConfig('p', 'dev', { ...config, 'aws:region': 'eu-central-1' });
}

/** Pulumi hands over text as it is, and everything else as JSON. */
function toPulumiConfig(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [
        `p:${key}`,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
  );
}

const hall = (name: string, ...cities: unknown[]) => ({ name, cities });
const many = <T>(length: number, toItem: (index: number) => T) =>
  Array.from({ length }, (_, index) => toItem(index));
const halls = (count: number, cities: number) =>
  many(count, (index) => hall(`h${index}`, ...many(cities, (city) => `c${index} ${city}`)));

/** What is refused, and the advice. */
const refused: [string, Record<string, unknown>, string][] = [
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
  ['no version', { clientVersions: { cluj: [] } }, 'name at least one version, e.g. [1]'],
  ['a version twice', { clientVersions: { cluj: [2, 2] } }, 'name each version once'],
  ['no callback URL', { callbackUrls: [] }, 'give at least one, e.g. ["https://'],
  [
    'as many callback URLs as Cognito takes',
    { callbackUrls: many(100, (index) => `https://a.example/${index}`) },
    'callbackUrls: write 99 at most: Cognito allows 100, and the page at /docs has one too',
  ],
  [
    'more logout URLs than Cognito takes',
    { logoutUrls: many(101, (index) => `https://a.example/${index}`) },
    'logoutUrls: write 100 at most',
  ],
  ['half a callback URL', { callbackUrls: ['/callback'] }, 'write a whole URL, e.g.'],
  [
    'http: to elsewhere',
    { callbackUrls: ['http://markets.example.org/callback'] },
    'would send sign-in codes in the clear: write https:, or http://localhost while developing',
  ],
  ['http: to a look-alike', { logoutUrls: ['http://localhost.example.org/'] }, 'in the clear'],
  ['a script as a callback', { callbackUrls: ['javascript:alert(1)'] }, 'write https:'],
  ['a pattern', { callbackUrls: ['https://*.example.org/'] }, 'leave out "#…" and "*"'],
  ['a fragment', { logoutUrls: ['https://markets.example.org/#x'] }, 'leave out "#…" and "*"'],
  ['* in CORS', { corsOrigins: ['*'] }, 'list the origins of your frontends, e.g.'],
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
  ['an origin with a path', { corsOrigins: ['https://a.example/'] }, 'write scheme, host and port'],
  ['another topology', { topology: 'both' }, 'topology: write "shared" or "split"'],
  ['a word for a boolean', { protected: 'yes' }, 'protected: write true or false'],
  ['no memory', { memorySize: 64 }, 'memorySize: write 256 or more'],
  ['a fraction', { marketsPerApplicant: 1.5 }, 'marketsPerApplicant: write a whole number'],
  ['no concurrency', { reservedConcurrency: 0 }, 'reservedConcurrency: write 1 or more'],
  ['no throughput', { throttlingRateLimit: 0 }, 'throttlingRateLimit: write more than 0'],
  [
    'writes over all',
    { writeThrottlingBurstLimit: 900 },
    'writeThrottlingBurstLimit: write at most throttlingBurstLimit, which is that of a route',
  ],
  ['days that CloudWatch has not', { logRetentionDays: 8 }, 'write one of 1, 3, 5, 7, 14, 30'],
  ['no e-mail address', { alarmEmail: 'ops' }, 'write one address, e.g. "ops@example.org"'],
  ['a prefix of Amazon', { domainPrefix: 'aws-markets' }, 'leave out "aws", "amazon" and'],
  ['a prefix in capitals', { domainPrefix: 'Markets' }, 'write a-z, 0-9 and "-", e.g.'],
  ['a long prefix', { domainPrefix: 'a'.repeat(60) }, 'write 59 characters at most'],
  ['a URL for a host', { customDomain: { ...domain, domainName: 'https://a' } }, 'a host name'],
  [
    'another certificate',
    { customDomain: { ...domain, certificateArn: 'x' } },
    'the ARN of an issued ACM certificate',
  ],
  [
    'a certificate of another Region',
    {
      customDomain: { ...domain, certificateArn: certificateArn.replace('eu-central', 'us-east') },
    },
    'its certificate is in "us-east-1", and API Gateway wants one of the API\'s own Region: request it in eu-central-1',
  ],
  ['a zone by name', { customDomain: { ...domain, hostedZoneId: 'example.org' } }, 'the id of a'],
  ['a second domain, shared', { b2bCustomDomain: domain }, 'set topology to "split"'],
  [
    'one domain for two APIs',
    { topology: 'split', customDomain: domain, b2bCustomDomain: domain },
    'give it another domainName than customDomain',
  ],
  [
    'an SES identity of a Region that Cognito does not send from',
    { emailSender: sender('eu-south-1') },
    'emailSender: its SES identity is in "eu-south-1", and Cognito sends through SES of its own Region or of us-east-1, us-west-2, eu-west-1: verify the identity in eu-central-1',
  ],
  [
    'a long host name',
    { customDomain: { ...domain, domainName: `${'a.'.repeat(63)}org` } },
    'customDomain.domainName: write 128 characters at most',
  ],
  ['half a sender', { emailSender: { from: 'a@b.example' } }, 'sesIdentityArn: it is missing'],
];

describe('config', () => {
  it.each(refused)('refuses %s, with advice', (_, changes, advice) => {
    expect(() => read(changes)).toThrow(advice);
  });

  it('names all that is wrong at once, each by its place', () => {
    const changes = { corsOrigins: ['*'], memorySize: 1, callbackUrls: ['http://a.example'] };
    expect(() => read(changes)).toThrow(
      /^Pulumi\.dev\.yaml has to be mended:\n {2}p:callbackUrls\.0: .+\n {2}p:corsOrigins\.0: .+\n {2}p:memorySize: .+$/,
    );
  });

  it('refuses a stack whose name AWS does not take', () => {
    expect(() => parseConfig('p', 'Production_1', toPulumiConfig(least))).toThrow(
      'call it with a-z, 0-9 and "-", 20 characters at most, e.g. "dev"',
    );
  });

  it.each([
    ['aws-test', 'aws'],
    ['cognito1', 'cognito'],
  ])(
    'refuses the stack %s, whose name Cognito does not take, unless there is a prefix',
    (stack, word) => {
      const parse = (changes: Record<string, unknown>) =>
        parseConfig('p', stack, toPulumiConfig({ ...least, ...changes }));
      expect(() => parse({})).toThrow(
        `domainPrefix: without one the sign-in pages are called "p-${stack}-…", and Cognito refuses "${word}" there: write one`,
      );
      expect(parse({ domainPrefix: 'markets' }).domainPrefix).toBe('markets');
    },
  );

  it('takes loopback, an app on a phone and full lists', () => {
    const callbackUrls = [
      'http://127.0.0.1:3000/',
      'http://[::1]/',
      'org.example.markets:/callback',
    ];
    const cityHalls = many(50, (index) => hall(`${'a'.repeat(17)}${index}`, `c${index}`));
    expect(read({ callbackUrls }).callbackUrls).toEqual(callbackUrls);
    expect(read({ cityHalls }).cityHalls).toHaveLength(50);
    const urls = many(99, (index) => `https://a.example/${index}`);
    expect(read({ callbackUrls: urls }).callbackUrls).toHaveLength(99);
  });

  it('leaves the Region to the environment, where it names none', () => {
    const emailSender = sender('eu-south-1');
    const config = toPulumiConfig({ ...least, customDomain: domain, emailSender });
    expect(parseConfig('p', 'dev', config)).toMatchObject({ customDomain: domain, emailSender });
  });

  it('takes an SES identity of its own Region, and of those that serve all', () => {
    for (const region of ['eu-central-1', 'us-east-1', 'us-west-2', 'eu-west-1']) {
      const emailSender = sender(region);
      expect(read({ emailSender })).toMatchObject({ emailSender });
    }
  });

  it('takes as many cities as 25 resource servers offer, beside those of what may be done', () => {
    const numberOf = (changes: Record<string, unknown>) =>
      read(changes).cityHalls.flatMap(({ cities }) => cities).length;
    expect(numberOf({ cityHalls: halls(50, 46) })).toBe(2_300);
    expect(numberOf({ cityHalls: halls(50, 48), topology: 'split' })).toBe(2_400);
  });

  it('is safe where it says nothing', () => {
    expect(read({})).toMatchObject({ topology: 'shared', protected: true, corsOrigins: [] });
  });
});
