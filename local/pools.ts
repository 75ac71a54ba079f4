import { applicantScopes, listCityHallScopes } from '../server/contract/scopes.ts';
import { refreshTokenRotation } from '../server/deployment/identity.ts';
import type { CityHall } from '../server/domain/cities.ts';
import type { ClientCredentials } from './clients.ts';
import type { MachineClient, Pool, PublicClient } from './issuer/types.ts';

/** `shared`: one user pool and one API. `split`: a pair for applicants, a pair for city halls. */
export type Topology = 'shared' | 'split';

/** The user pools of a topology, with an app client for applicants and one for each city hall. */
export function createPools({
  topology,
  region,
  credentials,
  cityHalls,
  callbackUrls,
  logoutUrls,
}: {
  topology: Topology;
  region: string;
  credentials: ClientCredentials;
  cityHalls: readonly CityHall[];
  callbackUrls: readonly string[];
  logoutUrls: readonly string[];
}): { b2c: Pool; b2b: Pool; all: readonly Pool[]; halls: readonly MachineClient[] } {
  const applicants: PublicClient = {
    kind: 'public',
    clientId: credentials.applicants.clientId,
    clientName: 'Christmas Markets',
    callbackUrls,
    logoutUrls,
    scopes: applicantScopes,
    refreshTokenRotation,
  };
  const halls: MachineClient[] = cityHalls.map((hall) => ({
    kind: 'machine',
    clientName: hall.name,
    scopes: listCityHallScopes(hall, cityHalls),
    ...credentialsOf(credentials, hall.name),
  }));
  if (topology === 'shared') {
    const pool = { poolId: `${region}_Local`, clients: [applicants, ...halls] };
    return { b2c: pool, b2b: pool, all: [pool], halls };
  }
  const b2c = { poolId: `${region}_LocalB2C`, clients: [applicants] };
  const b2b = { poolId: `${region}_LocalB2B`, clients: halls };
  return { b2c, b2b, all: [b2c, b2b], halls };
}

function credentialsOf({ cityHalls }: ClientCredentials, name: string) {
  const credentials = cityHalls[name];
  if (credentials === undefined) throw new Error(`The city hall ${name} has no app client`);
  return credentials;
}
