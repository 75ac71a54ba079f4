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

/** The outputs of the local stack, with the keys of `pulumi stack output`. */
export function createOutputs({ cityHalls, hallClients, ...parts }: Parts): Outputs {
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

/** The file holds secrets, so only its owner can read it. It is renamed into place when it is complete. */
export async function writeOutputs(path: string, outputs: Outputs): Promise<void> {
  await writeFile(`${path}.tmp`, `${JSON.stringify(outputs, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.tmp`, path);
}
