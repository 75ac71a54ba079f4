import { rename, writeFile } from 'node:fs/promises';
import type { Outputs } from '../server/deployment/outputs.ts';
import type { CityHall } from '../server/domain/cities.ts';
import { endpointsOf } from './issuer/endpoints.ts';
import type { MachineClient } from './issuer/types.ts';

type Parts = Pick<
  Outputs,
  | 'apiUrl'
  | 'b2bApiUrl'
  | 'issuer'
  | 'b2bIssuer'
  | 'b2cClientId'
  | 'callbackUrls'
  | 'logoutUrls'
  | 'tableName'
  | 'region'
  | 'demoApplicant'
> & { cityHalls: readonly CityHall[]; hallClients: readonly MachineClient[] };

/** How the local stack describes itself: as `pulumi stack output` describes a deployed one. */
export function toOutputs({ cityHalls, hallClients, ...parts }: Parts): Outputs {
  const { authorize, token, logout } = endpointsOf(parts.issuer);
  return {
    ...parts,
    authorizeUrl: authorize,
    tokenUrl: token,
    b2bTokenUrl: endpointsOf(parts.b2bIssuer).token,
    logoutUrl: logout,
    cityHalls: cityHalls.map(({ name, cities }) => {
      const client = hallClients.find(({ clientName }) => clientName === name);
      if (client === undefined) throw new Error(`The city hall ${name} has no app client`);
      const { clientId, clientSecret, scopes } = client;
      return {
        name,
        cities: cities.map((city) => city.name),
        clientId,
        clientSecret,
        scopes: [...scopes],
      };
    }),
  };
}

/** What the Lambda of this deployment is told by its environment, where that follows from its outputs. */
export function toEnvironment(outputs: Outputs): Record<string, string> {
  return {
    TABLE_NAME: outputs.tableName,
    B2C_ISSUER: outputs.issuer,
    B2C_CLIENT_ID: outputs.b2cClientId,
    B2B_ISSUER: outputs.b2bIssuer,
    CITY_HALL_CLIENTS: JSON.stringify(
      Object.fromEntries(outputs.cityHalls.map(({ clientId, name }) => [clientId, name])),
    ),
    API_URL: outputs.apiUrl,
    B2B_API_URL: outputs.b2bApiUrl,
    AUTHORIZE_URL: outputs.authorizeUrl,
    TOKEN_URL: outputs.tokenUrl,
    B2B_TOKEN_URL: outputs.b2bTokenUrl,
  };
}

/** Holds secrets, so it is its owner's alone; a reader never sees half of it. */
export async function writeOutputs(path: string, outputs: Outputs): Promise<void> {
  await writeFile(`${path}.tmp`, `${JSON.stringify(outputs, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.tmp`, path);
}
