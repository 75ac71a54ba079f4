import * as z from 'zod';
import { findHostNameFault } from '../../server/deployment/host-name.ts';
import { parseArn } from './arn.ts';

/** Cognito allows 63 characters; `-b2b` is added for the city halls' pool. */
export const domainPrefixSchema = z
  .string()
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    'write a-z, 0-9 and "-", e.g. "markets-example": it becomes <prefix>.auth.<region>.amazoncognito.com',
  )
  .max(59, 'write 59 characters at most')
  .refine(
    (value) => !/aws|amazon|cognito/.test(value),
    'leave out "aws", "amazon" and "cognito", which Cognito refuses',
  );

const hostNameSchema = z
  .string()
  .regex(
    /^[a-z0-9.-]+\.([a-z]{2,}|xn--[a-z0-9-]+)$/,
    'write a host name in lower case, e.g. "api.markets.example.org"',
  )
  // Two of them are in the Lambda's environment, beside the names of 50 city halls.
  .max(128, 'write 128 characters at most')
  .superRefine((value, context) => {
    const fault = findHostNameFault(value);
    if (fault !== undefined) context.addIssue(fault);
  });

const certificateId = /^certificate\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const certificateArnSchema = z.string().refine(
  (value) => {
    const { service, resource } = parseArn(value);
    return service === 'acm' && certificateId.test(resource);
  },
  {
    error: ({ input }) =>
      `${JSON.stringify(input)} is not the ARN of an ACM certificate: write e.g. "arn:aws:acm:eu-central-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"`,
  },
);

const hostedZoneIdSchema = z
  .string()
  .regex(
    /^Z[A-Z0-9]{12,31}$/,
    'write the id of a Route 53 hosted zone without "/hostedzone/", e.g. "Z0123456789ABCDEFGHIJ"',
  );

const customDomainSchema = z.strictObject({
  domainName: hostNameSchema,
  certificateArn: certificateArnSchema,
  /** In Route 53. Without one, the DNS alias is created by hand. */
  hostedZoneId: hostedZoneIdSchema.exactOptional(),
  /** Whether the API refuses calls of its own host name. Set it when this domain is known to work. */
  disableExecuteApiEndpoint: z.boolean().default(false),
});

/** Cognito shows the sign-in pages there, through CloudFront: the certificate is in us-east-1. */
export const signInDomainSchema = z.strictObject({
  // Two URLs with it are in the Lambda's environment, beside the names of 50 city halls.
  domainName: hostNameSchema.max(90, 'write 90 characters at most'),
  certificateArn: certificateArnSchema,
  hostedZoneId: hostedZoneIdSchema.exactOptional(),
});

/** One object is a list of one. The first domain is the one in the outputs. */
export const customDomainsSchema = z.preprocess(
  (value) => (typeof value === 'object' && !Array.isArray(value) ? [value] : value),
  z
    .array(customDomainSchema)
    .min(1, 'write at least one domain, or leave the key out')
    .max(5, 'write 5 domains at most'),
);

/** The app, in CloudFront, whose certificates are in us-east-1. `{}` serves it at CloudFront's own host name. */
export const webSchema = z.strictObject({
  customDomain: customDomainSchema.omit({ disableExecuteApiEndpoint: true }).exactOptional(),
});

export type CustomDomains = z.output<typeof customDomainsSchema>;
