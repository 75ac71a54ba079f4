import * as pulumi from '@pulumi/pulumi';
import { applicantScopes, listCityHallScopes } from '../../server/contract/scopes.ts';
import {
  refreshTokenRotation,
  tokenLifetimes,
} from '../../server/deployment/user-pool-settings.ts';
import type { CityHall } from '../../server/domain/cities.ts';
import * as aws from '../aws.ts';
import type { Config } from '../config/schema.ts';
import { createActionServers, createCityServers } from './resource-servers.ts';

type ApplicantClientArgs = Pick<Config, 'protected'> & {
  userPoolId: pulumi.Input<string>;
  callbackUrls: pulumi.Input<string>[];
  logoutUrls: pulumi.Input<string>[];
};

/** The app client of the applicants' frontends: public, authorization code with PKCE. */
export class ApplicantClient extends pulumi.ComponentResource {
  readonly clientId: pulumi.Output<string>;
  readonly callbackUrls: pulumi.Input<string>[];
  readonly logoutUrls: pulumi.Input<string>[];

  constructor(name: string, args: ApplicantClientArgs, opts?: pulumi.ComponentResourceOptions) {
    super('christmas-markets:index:ApplicantClient', name, {}, opts);
    const child = { parent: this };
    const { userPoolId } = args;

    const servers = createActionServers(name, { side: 'b2c', userPoolId }, child);
    const client = new aws.cognito.UserPoolClient(name, createPublicClientArgs(args), {
      ...child,
      dependsOn: servers,
      // Installed frontends contain its id.
      protect: args.protected,
    });
    // Managed login shows no page for a client without a style.
    new aws.cognito.ManagedLoginBranding(
      `${name}-login`,
      { userPoolId, clientId: client.id, useCognitoProvidedValues: true },
      child,
    );

    this.clientId = client.id;
    this.callbackUrls = args.callbackUrls;
    this.logoutUrls = args.logoutUrls;
    this.registerOutputs();
  }
}

type CityHallClientsArgs = Pick<Config, 'protected'> & {
  userPoolId: pulumi.Input<string>;
  cityHalls: readonly CityHall[];
  /** The active versions of a city hall's client: two while a secret is rotated, otherwise one. */
  clientVersions: Readonly<Record<string, readonly number[]>>;
};

export type CityHallClient = {
  name: string;
  cities: string[];
  clientId: pulumi.Output<string>;
  clientSecret: pulumi.Output<string>;
  scopes: string[];
};

/** A confidential app client for every city hall, with the scopes of its operations and cities. */
export class CityHallClients extends pulumi.ComponentResource {
  readonly clients: readonly CityHallClient[];

  constructor(name: string, args: CityHallClientsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('christmas-markets:index:CityHallClients', name, {}, opts);
    const child = { parent: this };
    const { userPoolId, cityHalls, clientVersions } = args;

    const servers = [
      ...createActionServers(name, { side: 'b2b', userPoolId }, child),
      ...createCityServers(name, { cityHalls, userPoolId }, child),
    ];
    this.clients = cityHalls.flatMap((hall) =>
      (clientVersions[hall.name] ?? [1]).map((version) => {
        const scopes = listCityHallScopes(hall, cityHalls);
        const client = new aws.cognito.UserPoolClient(
          `${name}-${hall.name}-${version}`,
          createConfidentialClientArgs(userPoolId, scopes),
          // Its credentials are in the city hall's system, and become invalid with the client.
          { ...child, dependsOn: servers, protect: args.protected },
        );
        return {
          name: hall.name,
          cities: hall.cities.map((city) => city.name),
          clientId: client.id,
          clientSecret: client.clientSecret,
          scopes,
        };
      }),
    );
    this.registerOutputs();
  }
}

function createPublicClientArgs(args: ApplicantClientArgs): aws.cognito.UserPoolClientArgs {
  return {
    userPoolId: args.userPoolId,
    generateSecret: false,
    allowedOauthFlowsUserPoolClient: true,
    allowedOauthFlows: ['code'],
    allowedOauthScopes: applicantScopes,
    callbackUrls: args.callbackUrls,
    logoutUrls: args.logoutUrls,
    supportedIdentityProviders: ['COGNITO'],
    // An empty list means Cognito's defaults. Tokens by SRP have none of our scopes, and rotation
    // forbids ALLOW_REFRESH_TOKEN_AUTH.
    explicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
    refreshTokenRotation: { feature: 'ENABLED', ...refreshTokenRotation },
    preventUserExistenceErrors: 'ENABLED',
    enableTokenRevocation: true,
    accessTokenValidity: tokenLifetimes.accessTokenMinutes,
    idTokenValidity: tokenLifetimes.idTokenMinutes,
    refreshTokenValidity: tokenLifetimes.refreshTokenDays,
    tokenValidityUnits: { accessToken: 'minutes', idToken: 'minutes', refreshToken: 'days' },
  };
}

function createConfidentialClientArgs(
  userPoolId: pulumi.Input<string>,
  scopes: string[],
): aws.cognito.UserPoolClientArgs {
  return {
    userPoolId,
    generateSecret: true,
    allowedOauthFlowsUserPoolClient: true,
    allowedOauthFlows: ['client_credentials'],
    allowedOauthScopes: scopes,
    // An empty list means Cognito's defaults. This flow alone permits no sign-in.
    explicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    preventUserExistenceErrors: 'ENABLED',
    enableTokenRevocation: true,
    accessTokenValidity: tokenLifetimes.accessTokenMinutes,
    tokenValidityUnits: { accessToken: 'minutes' },
  };
}
