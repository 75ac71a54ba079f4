import * as pulumi from '@pulumi/pulumi';
import type { HttpApi } from './api/api.ts';
import type { Config } from './config/config.ts';
import type { CityHallClient } from './sign-in/clients.ts';
import type { UserPool } from './sign-in/user-pool.ts';
import type { Table } from './table.ts';

type EnvironmentArgs = Pick<
  Config,
  'marketsPerApplicant' | 'throttlingRateLimit' | 'writeThrottlingRateLimit'
> & {
  table: Table;
  b2c: { pool: UserPool; api: HttpApi; clientId: pulumi.Output<string> };
  b2b: { pool: UserPool; api: HttpApi; clients: readonly CityHallClient[] };
};

/** What `server/config.ts` reads: ids and URLs, and never a secret. */
export function toEnvironment(args: EnvironmentArgs): Record<string, pulumi.Input<string>> {
  const { b2c, b2b } = args;
  const names = pulumi
    .all(b2b.clients.map(({ name, clientId }) => clientId.apply((id) => [id, name] as const)))
    .apply((entries) => JSON.stringify(Object.fromEntries(entries)));
  return {
    TABLE_NAME: args.table.name,
    B2C_ISSUER: b2c.pool.issuer,
    B2C_CLIENT_ID: b2c.clientId,
    B2B_ISSUER: b2b.pool.issuer,
    CITY_HALL_CLIENTS: names,
    MARKETS_PER_APPLICANT: String(args.marketsPerApplicant),
    API_URL: b2c.api.url,
    B2B_API_URL: b2b.api.url,
    AUTHORIZE_URL: b2c.pool.authorizeUrl,
    TOKEN_URL: b2c.pool.tokenUrl,
    B2B_TOKEN_URL: b2b.pool.tokenUrl,
    RATE_LIMIT: String(args.throttlingRateLimit),
    WRITE_RATE_LIMIT: String(args.writeThrottlingRateLimit),
  };
}
