import * as z from 'zod';
import { allOf, checkOf, type Policy } from './policy.ts';

const blocks = [
  'blockPublicAcls',
  'blockPublicPolicy',
  'ignorePublicAcls',
  'restrictPublicBuckets',
] as const;

export const bucketsArePrivate: Policy = {
  name: 'buckets-are-private',
  description: 'Buckets block public access, and have no access control list or website.',
  check: allOf(
    checkOf(
      'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock',
      z.record(z.string(), z.unknown()),
      (props) => blocks.filter((name) => props[name] !== true).map((name) => `set ${name} to true`),
    ),
    checkOf(
      /^aws:s3\/(bucketAcl|bucketWebsiteConfiguration|bucketV2|bucketAclV2)/,
      z.unknown(),
      () => ['leave it out: CloudFront reads the bucket with its own access'],
    ),
  ),
};

const originSchema = z.object({ originAccessControlId: z.string().optional() });

export const sitesUseTls: Policy = {
  name: 'sites-use-tls',
  description: 'Distributions answer over TLS 1.2 or newer, and read private origins.',
  check: checkOf(
    'aws:cloudfront/distribution:Distribution',
    z.object({
      origins: z.array(originSchema),
      defaultCacheBehavior: z.object({ viewerProtocolPolicy: z.string() }),
      viewerCertificate: z.object({
        acmCertificateArn: z.string().optional(),
        minimumProtocolVersion: z.string().optional(),
      }),
      customErrorResponses: z.array(z.unknown()).default([]),
    }),
    ({ origins, defaultCacheBehavior, viewerCertificate, customErrorResponses }) => [
      ...(['redirect-to-https', 'https-only'].includes(defaultCacheBehavior.viewerProtocolPolicy)
        ? []
        : ['set viewerProtocolPolicy to redirect-to-https']),
      ...(viewerCertificate.acmCertificateArn === undefined ||
      /^TLSv1\.[23]/.test(viewerCertificate.minimumProtocolVersion ?? '')
        ? []
        : ['set minimumProtocolVersion to TLSv1.2_2021']),
      ...(origins.every(({ originAccessControlId }) => originAccessControlId !== undefined)
        ? []
        : ['give each origin an originAccessControlId']),
      ...(customErrorResponses.length === 0
        ? []
        : ['customErrorResponses would replace every error by a page: leave them out']),
    ],
  ),
};
