import type { EnvironmentVariable } from '../config.ts';
import type { Outputs } from './outputs.ts';

/** One value for each variable. In `infra/` it is a `pulumi.Input`, which is not known yet. */
type Values<Text> = Record<
  | 'tableName'
  | 'issuer'
  | 'b2cClientId'
  | 'b2bIssuer'
  | 'cityHallClients'
  | 'marketsPerApplicant'
  | 'apiUrl'
  | 'b2bApiUrl'
  | 'authorizeUrl'
  | 'tokenUrl'
  | 'b2bTokenUrl'
  | 'rateLimit'
  | 'writeRateLimit'
  | 'publicRateLimit',
  Text
>;

/** The Lambda's environment, as `server/config.ts` reads it: ids and URLs, no secret. */
export function createEnvironment<Text>(values: Values<Text>): Record<EnvironmentVariable, Text> {
  return {
    TABLE_NAME: values.tableName,
    B2C_ISSUER: values.issuer,
    B2C_CLIENT_ID: values.b2cClientId,
    B2B_ISSUER: values.b2bIssuer,
    CITY_HALL_CLIENTS: values.cityHallClients,
    MARKETS_PER_APPLICANT: values.marketsPerApplicant,
    API_URL: values.apiUrl,
    B2B_API_URL: values.b2bApiUrl,
    AUTHORIZE_URL: values.authorizeUrl,
    TOKEN_URL: values.tokenUrl,
    B2B_TOKEN_URL: values.b2bTokenUrl,
    RATE_LIMIT: values.rateLimit,
    WRITE_RATE_LIMIT: values.writeRateLimit,
    PUBLIC_RATE_LIMIT: values.publicRateLimit,
  };
}

/** The environment of a stack with these outputs. A setting that is left out takes its default. */
export function createStackEnvironment(
  outputs: Outputs,
  settings: {
    marketsPerApplicant?: number | undefined;
    rateLimit?: number;
    writeRateLimit?: number;
    publicRateLimit?: number;
  } = {},
): Record<EnvironmentVariable, string | undefined> {
  return createEnvironment({
    ...outputs,
    cityHallClients: toCityHallClients(outputs.cityHalls),
    marketsPerApplicant: settings.marketsPerApplicant?.toString(),
    rateLimit: settings.rateLimit?.toString(),
    writeRateLimit: settings.writeRateLimit?.toString(),
    publicRateLimit: settings.publicRateLimit?.toString(),
  });
}

/** `{"<client id>": "<city hall's name>"}`. A city hall has two clients while its secret is rotated. */
export function toCityHallClients(clients: readonly { clientId: string; name: string }[]): string {
  return JSON.stringify(Object.fromEntries(clients.map(({ clientId, name }) => [clientId, name])));
}
