import * as z from 'zod';

export const originSchema = z
  .string()
  .refine((value) => URL.canParse(value) && new URL(value).origin === value, {
    error: ({ input }) =>
      input === '*'
        ? '"*" would let every website call the API with its visitors\' tokens: list the origins of your frontends, e.g. "https://markets.example.org"'
        : `${JSON.stringify(input)} is not an origin: write scheme, host and port alone, e.g. "https://markets.example.org"`,
  });

/** Names of request headers, in lower case as browsers compare them (Fetch Standard). */
export const corsAllowHeadersSchema = z
  .array(
    z
      .string()
      .toLowerCase()
      .regex(/^[a-z0-9-]+$/, {
        error: ({ input }) =>
          input === '*'
            ? '"*" does not cover Authorization in browsers: list the names, e.g. "traceparent"'
            : `${JSON.stringify(input)} is not the name of a header: write a-z, 0-9 and "-", e.g. "traceparent"`,
      })
      .max(100),
  )
  .max(50);

export const reservedByCognito = /aws|amazon|cognito/;

/** Cognito allows 63 characters; `-b2b` is added to the city halls' one. */
export const domainPrefixSchema = z
  .string()
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    'write a-z, 0-9 and "-", e.g. "markets-example": it becomes <prefix>.auth.<region>.amazoncognito.com',
  )
  .max(59, 'write 59 characters at most')
  .refine(
    (value) => !reservedByCognito.test(value),
    'leave out "aws", "amazon" and "cognito", which Cognito refuses',
  );

export const customDomainSchema = z.strictObject({
  domainName: z
    .string()
    .regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, 'write a host name, e.g. "api.markets.example.org"')
    // Two of them are in the Lambda's environment, beside the names of 50 city halls.
    .max(128, 'write 128 characters at most'),
  certificateArn: z
    .string()
    .regex(
      /^arn:aws[\w-]*:acm:/,
      "write the ARN of an issued ACM certificate in the stack's own region",
    ),
  /** Of Route 53. Without one, the DNS alias is made by hand. */
  hostedZoneId: z
    .string()
    .regex(/^Z[A-Z0-9]+$/, 'write the id of a Route 53 zone')
    .exactOptional(),
  /** Whether the API answers there alone: for once its DNS record is known to work. */
  disableExecuteApiEndpoint: z.boolean().default(false),
});

export const emailSenderSchema = z.strictObject({
  from: z.string().regex(/@/, 'write an address, e.g. "Markets <no-reply@markets.example.org>"'),
  sesIdentityArn: z
    .string()
    .regex(/^arn:aws[\w-]*:ses:/, 'write the ARN of a verified SES identity'),
});

const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

export const logRetentionSchema = z
  .int()
  .refine(
    (days) => retentions.includes(days),
    `CloudWatch keeps logs for certain numbers of days only: write one of ${retentions.join(', ')}`,
  );

/** Which versions of a city hall's app client are live: `{cluj: [1, 2]}` while a secret is rotated. */
export const clientVersionsSchema = z.record(
  z.string(),
  z
    .array(z.int().min(1))
    .min(1, 'name at least one version, e.g. [1]')
    .max(2, 'name two versions at most, the old one and the new one, e.g. [1, 2]')
    .refine((versions) => new Set(versions).size === versions.length, 'name each version once'),
);
