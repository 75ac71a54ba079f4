import { readFileSync } from 'node:fs';
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

/** The file is missing or is not a stack's outputs. Programs print the message without a stack trace. */
export class OutputsError extends Error {}

/** Reads the file that `npm start` or `pulumi stack output` wrote. Throws an `OutputsError`. */
export function readOutputs(file: string): Outputs {
  const parsed = outputsSchema.safeParse(readJson(file));
  if (parsed.success) return parsed.data;
  throw new OutputsError(`${file} does not hold stack outputs:\n${z.prettifyError(parsed.error)}`);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new OutputsError(
        `${file} does not exist. Run npm start first, or name the file of another stack with --outputs.`,
      );
    }
    throw new OutputsError(`${file}: ${error instanceof Error ? error.message : error}`);
  }
}
