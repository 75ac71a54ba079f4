import { rename, writeFile } from 'node:fs/promises';
import type { Outputs } from '../server/deployment/outputs.ts';
import type { CityHall } from '../server/domain/cities.ts';
import { endpointsOf } from './issuer/endpoints.ts';
import type { UserPools } from './user-pools.ts';

type Parts = Pick<
  Outputs,
  'apiUrl' | 'b2bApiUrl' | 'tableName' | 'region' | 'demoApplicant' | 'webUrl'
> & {
  userPools: UserPools;
  docsCallbackUrl: string;
  cityHalls: readonly CityHall[];
};

/** The outputs of the local stack, with the keys of `pulumi stack output`. */
export function createOutputs({ userPools, docsCallbackUrl, cityHalls, ...parts }: Parts): Outputs {
  const { issuers, applicants } = userPools;
  const { authorize, token, logout } = endpointsOf(issuers.b2c);
  return {
    ...parts,
    issuer: issuers.b2c,
    b2bIssuer: issuers.b2b,
    b2cClientId: applicants.clientId,
    callbackUrls: [...applicants.callbackUrls, docsCallbackUrl],
    logoutUrls: [...applicants.logoutUrls],
    authorizeUrl: authorize,
    tokenUrl: token,
    b2bTokenUrl: endpointsOf(issuers.b2b).token,
    logoutUrl: logout,
    cityHalls: cityHalls.map(({ name, cities }) => {
      const client = userPools.cityHalls.find(({ clientName }) => clientName === name);
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
