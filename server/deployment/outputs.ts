import * as z from 'zod';

/**
 * Stack outputs: the keys of `pulumi stack output --json --show-secrets` and of the local stack's
 * `outputs.json`. Scripts, tests and examples run against either.
 */
export const outputsSchema = z.object({
  apiUrl: z.url(),
  b2bApiUrl: z.url(),
  issuer: z.url(),
  b2bIssuer: z.url(),
  authorizeUrl: z.url(),
  tokenUrl: z.url(),
  b2bTokenUrl: z.url(),
  logoutUrl: z.url(),
  b2cClientId: z.string(),
  callbackUrls: z.array(z.url()),
  logoutUrls: z.array(z.url()),
  /** The app. Absent if the stack has none. */
  webUrl: z.url().optional(),
  cityHalls: z.array(
    z.object({
      name: z.string(),
      cities: z.array(z.string()),
      clientId: z.string(),
      clientSecret: z.string(),
      scopes: z.array(z.string()),
    }),
  ),
  tableName: z.string(),
  region: z.string(),
  /** Local only. */
  demoApplicant: z.object({ email: z.string(), password: z.string() }).optional(),
});

export type Outputs = z.infer<typeof outputsSchema>;
