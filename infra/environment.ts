import * as pulumi from '@pulumi/pulumi';
import { createEnvironment, toCityHallClients } from '../server/deployment/environment.ts';
import type { HttpApi } from './api/api.ts';
import type { Config } from './config/schema.ts';
import type { CityHallClient } from './sign-in/clients.ts';
import type { UserPool } from './sign-in/user-pool.ts';
import type { Table } from './table.ts';

type EnvironmentArgs = Pick<
  Config,
  | 'marketsPerApplicant'
  | 'throttlingRateLimit'
  | 'writeThrottlingRateLimit'
  | 'publicThrottlingRateLimit'
> & {
  table: Table;
  b2c: { pool: UserPool; api: HttpApi; clientId: pulumi.Output<string> };
  b2b: { pool: UserPool; api: HttpApi; clients: readonly CityHallClient[] };
};

export function createLambdaEnvironment({ table, b2c, b2b, ...config }: EnvironmentArgs) {
  const clients = b2b.clients.map(({ name, clientId }) =>
    clientId.apply((id) => ({ name, clientId: id })),
  );
  return createEnvironment<pulumi.Input<string>>({
    tableName: table.name,
    issuer: b2c.pool.issuer,
    b2cClientId: b2c.clientId,
    b2bIssuer: b2b.pool.issuer,
    cityHallClients: pulumi.all(clients).apply(toCityHallClients),
    marketsPerApplicant: String(config.marketsPerApplicant),
    apiUrl: b2c.api.url,
    b2bApiUrl: b2b.api.url,
    authorizeUrl: b2c.pool.authorizeUrl,
    tokenUrl: b2c.pool.tokenUrl,
    b2bTokenUrl: b2b.pool.tokenUrl,
    rateLimit: String(config.throttlingRateLimit),
    writeRateLimit: String(config.writeThrottlingRateLimit),
    publicRateLimit: String(config.publicThrottlingRateLimit),
  });
}
