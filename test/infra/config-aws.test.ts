import { describe, expect, it } from 'vitest';
import { assertOwnAccount } from '../../infra/config/arn-rules.ts';
import {
  account,
  certificateArn,
  domain,
  identityArn,
  kmsKeyArn,
  many,
  parseWith,
  type Refused,
  region,
  sender,
  vaultArn,
  webCertificateArn,
} from './config-fixture.ts';

const customDomain = (change: object) => ({ customDomain: { ...domain, ...change } });
const b2bCustomDomain = (change: object) => ({
  topology: 'split',
  b2bCustomDomain: { ...domain, ...change },
});
const emailSender = (change: object) => ({ emailSender: { ...sender, ...change } });
const inRegion = (arn: string, other: string) => arn.replace(region, other);
const inPartition = (arn: string, other: string) => arn.replace('arn:aws:', `arn:${other}:`);

const label = 'a'.repeat(64);

const refusedDomains: Refused[] = [
  [
    'a URL for a host',
    customDomain({ domainName: 'https://a' }),
    'write a host name in lower case',
  ],
  ['a host in capitals', customDomain({ domainName: 'API.example.org' }), 'in lower case'],
  [
    'a long host name',
    customDomain({ domainName: `${'a.'.repeat(63)}org` }),
    'customDomain.0.domainName: write 128 characters at most',
  ],
  [
    'a host label over 63 characters',
    customDomain({ domainName: `${label}.example.org` }),
    `customDomain.0.domainName: "${label}" has 64 characters: write 63 at most between two dots`,
  ],
  [
    'a host label over 63 characters of the city halls',
    b2bCustomDomain({ domainName: `${label}.example.org` }),
    'b2bCustomDomain.0.domainName: "aaa',
  ],
  [
    'a host label with a hyphen at its end',
    customDomain({ domainName: 'api-.example.org' }),
    '"api-" is not part of a host name',
  ],
  ['an empty host label', customDomain({ domainName: 'api..org' }), '"" is not part of a host'],
  ['a zone by name', customDomain({ hostedZoneId: 'example.org' }), 'write the id of a Route 53'],
  [
    'a zone id with its path',
    customDomain({ hostedZoneId: '/hostedzone/Z0123456789ABC' }),
    'write the id',
  ],
  ['a zone id that is too short', customDomain({ hostedZoneId: 'ZONE' }), 'write the id of a'],
  [
    'a zone id that is too long',
    customDomain({ hostedZoneId: `Z${'0'.repeat(32)}` }),
    'write the id',
  ],
  [
    'a zone id of the city halls that is none',
    b2bCustomDomain({ hostedZoneId: 'Zone' }),
    'b2bCustomDomain.0.hostedZoneId: write the id of a Route 53 hosted zone',
  ],
  [
    'a sign-in certificate that CloudFront cannot read',
    { signInDomain: { domainName: 'sign-in.example.org', certificateArn } },
    'its certificate is in "eu-central-1", and CloudFront',
  ],
  [
    'a key of another Region',
    { kmsKeys: { table: inRegion(kmsKeyArn, 'us-east-1') } },
    'write a key of eu-central-1 (aws:region)',
  ],
  ['a key by its id', { kmsKeys: { logs: '12345678' } }, 'is not the ARN of a KMS key'],
  ['a second domain, shared', { b2bCustomDomain: domain }, 'set topology to "split"'],
  [
    'one domain for two APIs',
    { topology: 'split', customDomain: domain, b2bCustomDomain: domain },
    'is there twice: write each domain once',
  ],
];

const refusedArns: Refused[] = [
  ...[
    'x',
    'arn:aws:acm:',
    certificateArn.replace(account, '1234'),
    certificateArn.replace('acm', 'iam'),
    certificateArn.replace('certificate/', 'certificate-authority/'),
    'arn:aws:acm:eu-central-1:123456789012:certificate/1',
    `${certificateArn} `,
  ].flatMap((arn): Refused[] => [
    [`the certificate "${arn}"`, customDomain({ certificateArn: arn }), 'is not the ARN of an ACM'],
    [
      `the certificate "${arn}" of the city halls`,
      b2bCustomDomain({ certificateArn: arn }),
      `b2bCustomDomain.0.certificateArn: "${arn}" is not the ARN of an ACM certificate: write e.g. "arn:aws:acm:`,
    ],
  ]),
  [
    'a certificate of another Region',
    customDomain({ certificateArn: inRegion(certificateArn, 'us-east-1') }),
    'its certificate is in "us-east-1", and API Gateway needs one in the API\'s own Region: request it in eu-central-1',
  ],
  [
    'a certificate of another Region for the city halls',
    b2bCustomDomain({ certificateArn: inRegion(certificateArn, 'us-east-1') }),
    'p:b2bCustomDomain: its certificate is in "us-east-1"',
  ],
  [
    'a certificate of another partition',
    customDomain({ certificateArn: inPartition(certificateArn, 'aws-cn') }),
    'is of the partition "aws-cn", and eu-central-1 (aws:region) is in "aws": write an ARN that starts with "arn:aws:"',
  ],
  [
    'an SES identity of another partition',
    emailSender({ sesIdentityArn: inPartition(identityArn, 'aws-us-gov') }),
    'p:emailSender: arn:aws-us-gov:ses:eu-central-1:123456789012:identity/example.org is of the partition',
  ],
  ...[
    'x',
    'arn:aws:ses:',
    identityArn.replace(account, ''),
    identityArn.replace('identity/', 'configuration-set/'),
    identityArn.replace('example.org', ''),
    identityArn.replace('example.org', 'localhost'),
    identityArn.replace('example.org', `${label}.org`),
    identityArn.replace('example.org', '@example.org'),
  ].map(
    (arn): Refused => [
      `the SES identity "${arn}"`,
      emailSender({ sesIdentityArn: arn }),
      `emailSender.sesIdentityArn: "${arn}" is not the ARN of an SES identity: write e.g.`,
    ],
  ),
  [
    'an SES identity of a Region that Cognito does not send from',
    emailSender({ sesIdentityArn: inRegion(identityArn, 'eu-south-1') }),
    'emailSender: its SES identity is in "eu-south-1", and Cognito sends through SES in its own Region or in us-east-1, us-west-2, eu-west-1: verify the identity in eu-central-1',
  ],
];

const refusedVaults: Refused[] = [
  ...['markets', vaultArn.replace('backup-vault:', 'backup-plan:'), `${vaultArn}/x`].map(
    (arn): Refused => [
      `the vault "${arn}"`,
      { backup: { copyTo: [arn] } },
      `backup.copyTo.0: "${arn}" is not the ARN of a backup vault: write e.g. "arn:aws:backup:`,
    ],
  ),
  [
    'a vault of another partition',
    { backup: { copyTo: [inPartition(vaultArn, 'aws-cn')] } },
    'backup: arn:aws-cn:backup:eu-west-1:210987654321:backup-vault:markets is of the partition',
  ],
  ['a vault twice', { backup: { copyTo: [vaultArn, vaultArn] } }, 'write each vault once'],
];

const refusedSenders: Refused[] = [
  ['half a sender', { emailSender: { from: 'a@b.example' } }, 'sesIdentityArn: it is missing'],
  [
    'a sender of another domain than the SES identity',
    emailSender({ from: 'Markets <no-reply@example.com>' }),
    'emailSender.from: its SES identity is "example.org", which may not send as "no-reply@example.com": write an address of that identity',
  ],
  [
    'a sender of a domain that only ends like the SES identity',
    emailSender({ from: 'no-reply@notexample.org' }),
    'which may not send as "no-reply@notexample.org"',
  ],
  [
    'a sender beside the address of the SES identity',
    emailSender({
      from: 'other@example.org',
      sesIdentityArn: identityArn.replace('example.org', 'no-reply@example.org'),
    }),
    'its SES identity is "no-reply@example.org", which may not send as "other@example.org"',
  ],
  ...[
    '@',
    'example.org',
    'Markets',
    'Piață <a@example.org>',
    'A, B <a@example.org>',
    'a@example.org\n',
  ].map(
    (from): Refused => [
      `the sender ${JSON.stringify(from)}`,
      emailSender({ from }),
      `emailSender.from: ${JSON.stringify(from)} is not a sender: write "Markets <no-reply@markets.example.org>"`,
    ],
  ),
];

const refusedOrigins: Refused[] = [
  ['* in CORS', { corsOrigins: ['*'] }, 'list the origins of your frontends, e.g.'],
  [
    'a wildcard inside a host in CORS',
    { corsOrigins: ['https://*.example.org'] },
    'list every origin',
  ],
  ['a wildcard for a host in CORS', { corsOrigins: ['https://*'] }, 'contains a wildcard'],
  [
    'an origin with a path',
    { corsOrigins: ['https://a.example/'] },
    'corsOrigins.0: "https://a.example/" is not the origin that browsers send: write scheme, host and port alone, "https://a.example"',
  ],
  [
    'an origin with its default port',
    { corsOrigins: ['https://a.example:443'] },
    '"https://a.example"',
  ],
  [
    'an origin in another spelling',
    { corsOrigins: ['https://Märkte.example'] },
    'xn--mrkte-gra.example',
  ],
  ['an origin of another protocol', { corsOrigins: ['ftp://a.example'] }, 'is not an origin'],
  ['an app for an origin', { corsOrigins: ['myapp://callback'] }, 'is not an origin'],
  [
    'half an origin',
    { corsOrigins: ['a.example'] },
    'is not an origin: write scheme, host and port',
  ],
  [
    'a host label over 63 characters in CORS',
    { corsOrigins: [`https://${label}.org`] },
    'write 63 at most',
  ],
  [
    'an origin twice',
    { corsOrigins: ['https://a.example', 'https://a.example'] },
    'each origin once',
  ],
  [
    'more CORS origins than the limit',
    { corsOrigins: many(101, (index) => `https://a${index}.example`) },
    'corsOrigins: write 100 origins at most',
  ],
];

const refusedLimits: Refused[] = [
  ['no memory', { memorySize: 64 }, 'memorySize: write 256 or more'],
  ['too much memory', { memorySize: 10_240 }, 'memorySize: write 3008 at most'],
  ['no concurrency', { reservedConcurrency: 0 }, 'reservedConcurrency: write 1 or more'],
  [
    'more concurrency than Lambda reserves',
    { reservedConcurrency: 901 },
    "reservedConcurrency: write 900 at most: Lambda's default quota is 1000 in one account and Region, and 100 must stay unreserved",
  ],
  ['no throughput', { throttlingRateLimit: 0 }, 'throttlingRateLimit: write more than 0'],
  [
    'more throughput than API Gateway has',
    { throttlingRateLimit: 10_001 },
    "throttlingRateLimit: write 10000 at most, API Gateway's quota of requests a second",
  ],
  [
    'a larger burst than API Gateway has',
    { throttlingBurstLimit: 5_001 },
    "throttlingBurstLimit: write 5000 at most, API Gateway's quota of a burst",
  ],
  [
    'writes beyond the quota',
    { throttlingRateLimit: 20_000, writeThrottlingRateLimit: 20_000 },
    'writeThrottlingRateLimit: write 10000 at most',
  ],
  [
    'more writes than reads',
    { writeThrottlingBurstLimit: 900 },
    'writeThrottlingBurstLimit: write at most throttlingBurstLimit, the limit of a read route',
  ],
  [
    'a certificate of the app in the Region of the stack',
    { web: { customDomain: { domainName: 'markets.example.org', certificateArn } } },
    'CloudFront, which serves the app, needs one in us-east-1: request it there',
  ],
  [
    'the app at the domain of an API',
    {
      customDomain: domain,
      web: { customDomain: { ...domain, certificateArn: webCertificateArn } },
    },
    'web: "api.example.org" is a domain of an API',
  ],
  [
    'an app with a key that there is not',
    { web: { domain: 'a.example.org' } },
    'there is no such key',
  ],
  [
    'as many callback URLs as without the app',
    { web: {}, callbackUrls: many(99, (index) => `https://a.example/${index}`) },
    'callbackUrls: write 98 at most: with web, the app needs one',
  ],
  [
    'more public requests than reads',
    { publicThrottlingRateLimit: 900 },
    'publicThrottlingRateLimit: write at most throttlingRateLimit, the limit of a read route',
  ],
  ['a retention that CloudWatch lacks', { logRetentionDays: 8 }, 'write one of 1, 3, 5, 7, 14, 30'],
];

describe('configuration for AWS', () => {
  it.each([
    ...refusedDomains,
    ...refusedArns,
    ...refusedVaults,
    ...refusedSenders,
    ...refusedOrigins,
    ...refusedLimits,
  ])('refuses %s, with advice', (_, changes, advice) => {
    expect(() => parseWith(changes)).toThrow(advice);
  });

  it('refuses a missing Region', () => {
    expect(() => parseWith({}, { awsRegion: null })).toThrow(
      'aws:region: it is missing: write the code of an AWS Region, e.g. "eu-central-1"',
    );
  });

  it.each(['eu-central', 'Frankfurt', 'eu-central-9', 'EU-CENTRAL-1', ''])(
    'refuses the unknown Region "%s", beside every other fault',
    (awsRegion) => {
      expect(() => parseWith({ memorySize: 1 }, { awsRegion })).toThrow(
        `Pulumi.dev.yaml is invalid:\n  aws:region: "${awsRegion}" is not an AWS Region: write its code, e.g. "eu-central-1"\n  p:memorySize: write 256 or more`,
      );
    },
  );

  it.each([
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['eusc-de-east-1', 'aws-eusc'],
  ])('expects in %s the ARNs of its partition, %s', (awsRegion, partition) => {
    const arn = inRegion(certificateArn, awsRegion);
    const own = inPartition(arn, partition);
    const { customDomain: parsed } = parseWith(customDomain({ certificateArn: own }), {
      awsRegion,
    });
    expect(parsed?.[0]?.certificateArn).toBe(own);
    expect(() => parseWith(customDomain({ certificateArn: arn }), { awsRegion })).toThrow(
      `write an ARN that starts with "arn:${partition}:"`,
    );
  });

  it.each([
    ['customDomain', customDomain({})],
    ['b2bCustomDomain', b2bCustomDomain({})],
    ['emailSender', emailSender({})],
  ])('refuses an ARN of another account in %s', (key, changes) => {
    const config = parseWith(changes);
    expect(() => assertOwnAccount(config, account)).not.toThrow();
    expect(() => assertOwnAccount(config, '210987654321')).toThrow(
      new RegExp(
        `is invalid:\\n {2}\\S+:${key}: arn:.+ of another account: write an ARN of the account 210987654321`,
      ),
    );
  });

  it('accepts a vault of another account and Region', () => {
    const config = parseWith({ backup: { copyTo: [vaultArn] } });
    expect(config.backup).toEqual({ schedule: 'daily', copyTo: [vaultArn] });
    expect(() => assertOwnAccount(config, account)).not.toThrow();
  });

  it('accepts an SES identity in its own Region, and in those that serve all', () => {
    for (const other of [region, 'us-east-1', 'us-west-2', 'eu-west-1']) {
      const change = { sesIdentityArn: inRegion(identityArn, other) };
      expect(parseWith(emailSender(change)).emailSender).toMatchObject(change);
    }
  });

  it.each([
    ['example.org', 'Christmas Markets <no-reply@example.org>'],
    ['example.org', '"Markets, of Cluj" <no-reply@mail.example.org>'],
    ['Example.org', '<no-reply@EXAMPLE.org>'],
    ['no-reply@example.org', 'no-reply@Example.org'],
  ])('accepts for the SES identity %s the sender %s', (identity, from) => {
    const sesIdentityArn = identityArn.replace('example.org', identity);
    expect(parseWith(emailSender({ from, sesIdentityArn })).emailSender?.from).toBe(from);
  });

  it('accepts every limit itself', () => {
    const corsOrigins = many(100, (index) => `https://a${index}.example`);
    const limits = {
      reservedConcurrency: 900,
      throttlingRateLimit: 10_000,
      throttlingBurstLimit: 5_000,
      writeThrottlingRateLimit: 10_000,
      writeThrottlingBurstLimit: 5_000,
      publicThrottlingRateLimit: 10_000,
      publicThrottlingBurstLimit: 5_000,
      memorySize: 3_008,
      corsOrigins,
    };
    expect(parseWith(limits)).toMatchObject(limits);
    const domainName = `${'a'.repeat(63)}.example.org`;
    const hostedZoneId = `Z${'0'.repeat(31)}`;
    const { customDomain: parsed } = parseWith(customDomain({ domainName, hostedZoneId }));
    expect(parsed).toMatchObject([{ domainName, hostedZoneId }]);
  });
});
