import { beforeAll, describe, expect, it } from 'vitest';
import { thorough } from '../../thorough.ts';
import { violationsOf } from '../checks/violations.ts';
import { type Graph, ofType, onlyOf, reveal } from '../graph.ts';
import { captureGraph } from '../harness.ts';
import { useGraphs } from './captured.ts';
import { find, referencesOf, types } from './references.ts';

const graphs = useGraphs();
let site: Graph;
beforeAll(() => {
  ({ site } = graphs);
});

const keyOf = ({ inputs }: Graph['resources'][number]) => String(inputs.key);

describe('the app', () => {
  it('is not deployed unless the configuration says so', () => {
    for (const graph of [graphs.shared, graphs.split]) {
      expect(graph.resources.filter(({ type }) => /^aws:(s3|cloudfront)/.test(type))).toEqual([]);
      expect(graph.outputs.webUrl).toBeUndefined();
    }
  });

  it('is in a private bucket, which only its own distribution reads', () => {
    const distribution = onlyOf(site, types.distribution);
    expect(referencesOf(site, distribution, 'origins')).toEqual(['web', 'web']);
    const policy = onlyOf(site, types.bucketPolicy);
    expect(JSON.parse(String(reveal(policy.inputs.policy ?? null)))).toMatchObject({
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'cloudfront.amazonaws.com' },
          Action: 's3:GetObject',
          Condition: { StringEquals: { 'AWS:SourceArn': expect.stringContaining('web') } },
        },
      ],
    });
    expect(violationsOf(site)).toEqual([]);
  });

  it('has pages by a function, so that no error of anything is replaced by a page', async () => {
    expect(onlyOf(site, types.distribution).inputs).not.toHaveProperty('customErrorResponses');
    const { code } = find(site, 'aws:cloudfront/function:Function', 'web-pages').inputs;
    const module = `${code}\nexport { handler };`;
    const { handler } = await import(`data:text/javascript,${encodeURIComponent(module)}`);
    const rewrite = (uri: string) => handler({ request: { uri } }).uri;
    expect(rewrite('/')).toBe('/index.html');
    expect(rewrite('/cities/cluj-napoca')).toBe('/index.html');
    expect(rewrite('/my')).toBe('/index.html');
    for (const file of ['/assets/index-a1.js', '/config.json', '/assets/none.css']) {
      expect(rewrite(file)).toBe(file);
    }
  });

  it('keeps built files for a year, and asks about every other one', () => {
    const objects = ofType(site, types.bucketObject);
    expect(objects.map(keyOf)).toEqual(expect.arrayContaining(['index.html', 'config.json']));
    for (const object of objects) {
      const isAsset = keyOf(object).startsWith('assets/');
      expect(object.inputs.cacheControl).toBe(
        isAsset ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    }
    expect(objects.filter((object) => keyOf(object).startsWith('assets/')).length).toBeGreaterThan(
      5,
    );
  });

  it('knows its stack by a file of outputs without secrets, and calls nothing else', () => {
    const contentOf = (key: string) => {
      const object = ofType(site, types.bucketObject).find((each) => keyOf(each) === key);
      return String(reveal(object?.inputs.content ?? null));
    };
    const { apiUrl, issuer, authorizeUrl, tokenUrl, logoutUrl, b2cClientId } = site.outputs;
    expect(JSON.parse(contentOf('config.json'))).toEqual({
      ...{ apiUrl, issuer, authorizeUrl, tokenUrl, logoutUrl, b2cClientId },
    });
    const page = contentOf('index.html');
    const origin = new URL(String(tokenUrl)).origin;
    expect(page).toContain(
      `<meta http-equiv="Content-Security-Policy" content="connect-src 'self' ${apiUrl} ${origin}">`,
    );
    const headers = find(site, 'aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy', 'web');
    expect(JSON.stringify(headers.inputs)).toContain("default-src 'none'; script-src 'self'");
    expect(JSON.stringify(headers.inputs)).not.toContain('unsafe');
  });

  it('is where sign-in returns to, and may call the API of applicants', () => {
    const url = 'https://markets.example.org';
    expect(site.outputs.webUrl).toBe(url);
    expect(site.outputs.callbackUrls).toContain(`${url}/callback`);
    expect(site.outputs.logoutUrls).toContain(`${url}/`);
    expect(find(site, types.api, 'api').inputs.corsConfiguration).toMatchObject({
      allowOrigins: [url],
    });
    expect(find(site, types.api, 'b2b-api').inputs).not.toHaveProperty('corsConfiguration');
    expect(site.outputs.dnsRecords).toContainEqual(
      expect.objectContaining({
        domainName: 'markets.example.org',
        targetDomainName: 'd111.cloudfront.net',
      }),
    );
    expect(onlyOf(site, types.distribution).inputs).toMatchObject({
      aliases: ['markets.example.org'],
      viewerCertificate: { minimumProtocolVersion: 'TLSv1.2_2021' },
    });
  });

  it.runIf(thorough)("has CloudFront's own host name without a domain", async () => {
    const graph = await captureGraph({ stack: 'dev', overrides: { web: {} } });
    expect(graph.outputs.webUrl).toBe('https://d111.cloudfront.net');
    expect(graph.outputs.callbackUrls).toContain('https://d111.cloudfront.net/callback');
    expect(violationsOf(graph)).toEqual([]);
  });

  it.each([
    [
      'public access',
      'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock',
      { blockPublicPolicy: false },
      'set blockPublicPolicy to true',
    ],
    [
      'an access control list',
      'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock',
      { ignorePublicAcls: undefined },
      'set ignorePublicAcls to true',
    ],
    [
      'plain HTTP',
      types.distribution,
      { defaultCacheBehavior: { viewerProtocolPolicy: 'allow-all' } },
      'set viewerProtocolPolicy',
    ],
    [
      'an old TLS version',
      types.distribution,
      { viewerCertificate: { acmCertificateArn: 'a', minimumProtocolVersion: 'TLSv1' } },
      'set minimumProtocolVersion',
    ],
    [
      'an open origin',
      types.distribution,
      { origins: [{ originId: 'bucket' }] },
      'originAccessControlId',
    ],
    [
      'error pages',
      types.distribution,
      { customErrorResponses: [{ errorCode: 404 }] },
      'leave them out',
    ],
    [
      'a bucket that everyone may read',
      types.bucketPolicy,
      {
        policy: JSON.stringify({
          Statement: [
            {
              Effect: 'Allow',
              Principal: '*',
              Action: 's3:GetObject',
              Resource: 'arn:aws:s3:::b/*',
            },
          ],
        }),
      },
      'it trusts *',
    ],
    [
      'a bucket that CloudFront may change',
      types.bucketPolicy,
      {
        policy: JSON.stringify({
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'cloudfront.amazonaws.com' },
              Action: 's3:PutObject',
              Resource: 'arn:aws:s3:::b/*',
            },
          ],
        }),
      },
      'name the resources',
    ],
  ] as const)('is refused by a policy with %s', (_title, type, change, advice) => {
    const graph = structuredClone(site);
    const resource = onlyOf(graph, type);
    Object.assign(resource.inputs, change);
    expect(violationsOf(graph).join('\n')).toContain(advice);
  });
});
