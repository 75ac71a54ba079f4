import * as z from 'zod';

// The only reader of `process.env`.

/** The settings of one deployment of the Lambda. Everything else is in the bundle. */
const schema = z.object({
  TABLE_NAME: z.string().min(3),
  B2C_ISSUER: z.url(),
  B2C_CLIENT_ID: z.string().min(1),
  B2B_ISSUER: z.url(),
  /** `{"<client id>": "<city hall's name>"}` */
  CITY_HALL_CLIENTS: z.preprocess(parseJson, z.record(z.string(), z.string())),
  MARKETS_PER_APPLICANT: z.coerce.number().int().min(1).default(50),

  // The URLs of this deployment, as in its outputs. The OpenAPI document is built before they are
  // known: the Lambda inserts them when it serves the document. The page at /docs calls them.
  API_URL: z.url(),
  /** Equal to `API_URL` if one API serves both sides. */
  B2B_API_URL: z.url(),
  AUTHORIZE_URL: z.url(),
  TOKEN_URL: z.url(),
  B2B_TOKEN_URL: z.url(),

  // The gateway's throttling in requests per second. Announced to clients unless absent.
  RATE_LIMIT: z.coerce.number().positive().optional(),
  /** For every method except GET and HEAD. */
  WRITE_RATE_LIMIT: z.coerce.number().positive().optional(),
  /** For routes that need no token. */
  PUBLIC_RATE_LIMIT: z.coerce.number().positive().optional(),
});

export type Config = z.output<typeof schema>;
export type EnvironmentVariable = keyof Config;

/** @throws an Error that names all invalid variables */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const parsed = schema.safeParse(env);
  if (parsed.success) return parsed.data;
  throw new Error(`The environment is not valid:\n${z.prettifyError(parsed.error)}`);
}

/** Another endpoint than AWS's: the variables of the AWS SDK, which would look for them in files, too. */
export function readDynamoDBSettings(env: NodeJS.ProcessEnv = process.env): { endpoint?: string } {
  const endpoint = env.AWS_ENDPOINT_URL_DYNAMODB || env.AWS_ENDPOINT_URL;
  return endpoint ? { endpoint } : {};
}

function parseJson(value: unknown): unknown {
  try {
    return JSON.parse(String(value));
  } catch {
    return value;
  }
}
