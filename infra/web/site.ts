import * as pulumi from '@pulumi/pulumi';
import { createWebPolicy } from '../../server/deployment/web-app.ts';
import type { DnsRecord } from '../api/custom-domain.ts';
import * as aws from '../aws.ts';
import type { Config } from '../config/schema.ts';
import { createPrivateBucket } from '../private-bucket.ts';

type WebSiteArgs = NonNullable<Config['web']> &
  Pick<Config, 'protected'> & { tags: Record<string, string> };

/** AWS's own: CachingOptimized. It follows `Cache-Control` of the objects and compresses. */
const cachePolicyId = '658327ea-f89d-4fab-a63d-7e88639e58f6';

/**
 * Every address without a file name ending is a page of the app. A function, because error pages of a
 * distribution would replace every 403 and 404.
 */
const toPage = `function handler(event) {
  var request = event.request;
  if (!/\\.\\w+$/.test(request.uri)) request.uri = '/index.html';
  return request;
}
`;

/** A private bucket behind CloudFront. It knows nothing of the API, which allows its origin. */
export class WebSite extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>;
  readonly bucket: pulumi.Output<string>;
  /** Those that are left to be made by hand. */
  readonly dnsRecords: readonly DnsRecord[];

  constructor(name: string, args: WebSiteArgs, opts?: pulumi.ComponentResourceOptions) {
    super('christmas-markets:index:WebSite', name, {}, opts);
    const child = { parent: this };
    const { customDomain, tags } = args;

    // Only built files are in it.
    const { bucket, block } = createPrivateBucket(name, { forceDestroy: true, tags }, child);
    const access = new aws.cloudfront.OriginAccessControl(
      name,
      { originAccessControlOriginType: 's3', signingBehavior: 'always', signingProtocol: 'sigv4' },
      child,
    );
    const pages = new aws.cloudfront.Function(
      `${name}-pages`,
      { runtime: 'cloudfront-js-2.0', publish: true, code: toPage },
      child,
    );
    const distribution = new aws.cloudfront.Distribution(
      name,
      {
        enabled: true,
        isIpv6Enabled: true,
        httpVersion: 'http2and3',
        priceClass: 'PriceClass_100',
        ...(customDomain && { aliases: [customDomain.domainName] }),
        origins: [
          {
            originId: 'bucket',
            domainName: bucket.bucketRegionalDomainName,
            originAccessControlId: access.id,
          },
        ],
        defaultCacheBehavior: {
          targetOriginId: 'bucket',
          viewerProtocolPolicy: 'redirect-to-https',
          allowedMethods: ['GET', 'HEAD'],
          cachedMethods: ['GET', 'HEAD'],
          compress: true,
          cachePolicyId,
          responseHeadersPolicyId: createHeaders(name, child).id,
          functionAssociations: [{ eventType: 'viewer-request', functionArn: pages.arn }],
        },
        restrictions: { geoRestriction: { restrictionType: 'none' } },
        viewerCertificate: customDomain
          ? {
              acmCertificateArn: customDomain.certificateArn,
              sslSupportMethod: 'sni-only',
              minimumProtocolVersion: 'TLSv1.2_2021',
            }
          : { cloudfrontDefaultCertificate: true },
        tags,
      },
      // Its host name is in the callback URLs, and in what people have bookmarked.
      { ...child, protect: args.protected },
    );
    new aws.s3.BucketPolicy(
      name,
      { bucket: bucket.id, policy: createBucketPolicy(bucket.arn, distribution.arn) },
      { ...child, dependsOn: block },
    );
    const { domainName, hostedZoneId } = distribution;
    if (customDomain?.hostedZoneId !== undefined) {
      for (const type of ['A', 'AAAA']) {
        new aws.route53.Record(
          `${name}-${type.toLowerCase()}`,
          {
            zoneId: customDomain.hostedZoneId,
            name: customDomain.domainName,
            type,
            aliases: [{ name: domainName, zoneId: hostedZoneId, evaluateTargetHealth: false }],
          },
          { ...child, protect: args.protected },
        );
      }
    }

    this.bucket = bucket.id;
    this.url = pulumi.interpolate`https://${customDomain?.domainName ?? domainName}`;
    this.dnsRecords =
      customDomain && customDomain.hostedZoneId === undefined
        ? [
            {
              domainName: pulumi.output(customDomain.domainName),
              targetDomainName: domainName,
              hostedZoneId,
            },
          ]
        : [];
    this.registerOutputs();
  }
}

/**
 * The API allows the origin of the distribution, so the distribution cannot name the API: that would be a
 * circle. The page itself does, see `WebFiles`, and both policies apply.
 */
function createHeaders(name: string, opts: pulumi.CustomResourceOptions) {
  return new aws.cloudfront.ResponseHeadersPolicy(
    name,
    {
      securityHeadersConfig: {
        contentSecurityPolicy: {
          contentSecurityPolicy: createWebPolicy("connect-src 'self' https:"),
          override: true,
        },
        contentTypeOptions: { override: true },
        referrerPolicy: { referrerPolicy: 'strict-origin-when-cross-origin', override: true },
        strictTransportSecurity: {
          accessControlMaxAgeSec: 31_536_000,
          includeSubdomains: true,
          override: true,
        },
      },
    },
    opts,
  );
}

function createBucketPolicy(
  bucketArn: pulumi.Output<string>,
  distributionArn: pulumi.Output<string>,
) {
  return pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Action: 's3:GetObject',
        Resource: pulumi.interpolate`${bucketArn}/*`,
        Condition: { StringEquals: { 'AWS:SourceArn': distributionArn } },
      },
    ],
  });
}
