import { mkdir } from 'node:fs/promises';
import type { AuthorizerName } from '../server/contract/access-token.ts';
import { applicantScopes, listCityHallScopes } from '../server/contract/scopes.ts';
import { refreshTokenRotation } from '../server/deployment/user-pool-settings.ts';
import type { CityHall } from '../server/domain/cities.ts';
import { type ClientCredentials, openClientCredentials } from './clients.ts';
import { createIssuer } from './issuer/issuer.ts';
import type { MachineClient, Pool, PublicClient } from './issuer/types.ts';
import type { StackOptions, Topology } from './stack-options.ts';

export type UserPools = {
  /** The `iss` of the access tokens of each side. In `shared` the two are the same. */
  issuers: Record<AuthorizerName, string>;
  applicants: PublicClient;
  cityHalls: readonly MachineClient[];
  /** Adds a callback URL to the app client of the applicants. */
  addCallbackUrl(url: string): void;
  /** Ensures that a confirmed applicant with this password exists. */
  signUpConfirmed(credentials: { email: string; password: string }): Promise<{ sub: string }>;
  close(): Promise<void>;
};

/** The user pools of the stack, served by one issuer in place of Cognito. */
export async function startUserPools(
  options: Pick<
    StackOptions,
    | 'announce'
    | 'cityHalls'
    | 'dataDir'
    | 'generateKey'
    | 'lifetimes'
    | 'passwordCost'
    | 'ports'
    | 'region'
    | 'topology'
  > & { callbackUrls: readonly string[] },
): Promise<UserPools> {
  const names = options.cityHalls.map(({ name }) => name);
  const credentials = await openClientCredentials(options.dataDir, names);
  const applicants = createApplicantClient(credentials, options.callbackUrls);
  const cityHalls = createCityHallClients(credentials, options.cityHalls);
  const pools = createPools(options, { applicants, cityHalls });

  const dataDir = `${options.dataDir}/issuer`;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const issuer = await createIssuer({ ...options, dataDir, pools: Object.values(pools) });
  const { origin, close } = await issuer.listen(options.ports.issuer);
  const { poolId } = pools.b2c;
  return {
    issuers: {
      b2c: `${origin}/${poolId}`,
      b2b: `${origin}/${(pools.b2b ?? pools.b2c).poolId}`,
    },
    applicants,
    cityHalls,
    addCallbackUrl: (url) => issuer.addCallbackUrl(poolId, applicants.clientId, url),
    signUpConfirmed: (person) => issuer.signUpConfirmed(poolId, person),
    close,
  };
}

function createApplicantClient(
  { applicants }: ClientCredentials,
  callbackUrls: readonly string[],
): PublicClient {
  return {
    kind: 'public',
    clientId: applicants.clientId,
    clientName: 'Christmas Markets',
    callbackUrls,
    logoutUrls: [...new Set(callbackUrls.map((url) => new URL('/', url).href))],
    scopes: applicantScopes,
    refreshTokenRotation,
  };
}

function createCityHallClients(
  credentials: ClientCredentials,
  cityHalls: readonly CityHall[],
): MachineClient[] {
  return cityHalls.map((hall) => {
    const own = credentials.cityHalls[hall.name];
    if (own === undefined) throw new Error(`The city hall ${hall.name} has no app client`);
    const scopes = listCityHallScopes(hall, cityHalls);
    return { kind: 'machine', clientName: hall.name, scopes, ...own };
  });
}

function createPools(
  { topology, region }: { topology: Topology; region: string },
  { applicants, cityHalls }: { applicants: PublicClient; cityHalls: readonly MachineClient[] },
): { b2c: Pool; b2b?: Pool } {
  if (topology === 'shared') {
    return { b2c: { poolId: `${region}_Local`, clients: [applicants, ...cityHalls] } };
  }
  return {
    b2c: { poolId: `${region}_LocalB2C`, clients: [applicants] },
    b2b: { poolId: `${region}_LocalB2B`, clients: cityHalls },
  };
}
