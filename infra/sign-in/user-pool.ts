import { createHash } from 'node:crypto';
import * as pulumi from '@pulumi/pulumi';
import { passwordPolicy } from '../../server/deployment/user-pool-settings.ts';
import type { DnsRecord } from '../api/custom-domain.ts';
import * as aws from '../aws.ts';
import type { Config } from '../config/schema.ts';
import { SignInDomain } from './sign-in-domain.ts';

type UserPoolArgs = Pick<Config, 'protected' | 'emailSender' | 'mfaRequired'> & {
  /** The pool is reached at `<prefix>.auth.<region>.amazoncognito.com`. */
  domainPrefix: pulumi.Input<string>;
  /** Also at this domain, which is the one of the URLs then. */
  signInDomain?: Config['signInDomain'] | undefined;
  /** Whether people may sign up. A pool for machines has no people. */
  selfSignUp: boolean;
  tags: Record<string, string>;
};

/** A Cognito user pool with its domain: one issuer of tokens. */
export class UserPool extends pulumi.ComponentResource {
  readonly id: pulumi.Output<string>;
  /** The `iss` of its tokens. */
  readonly issuer: pulumi.Output<string>;
  readonly authorizeUrl: pulumi.Output<string>;
  readonly tokenUrl: pulumi.Output<string>;
  readonly logoutUrl: pulumi.Output<string>;
  /** Those that are created by hand. */
  readonly dnsRecords: readonly DnsRecord[];

  constructor(name: string, args: UserPoolArgs, opts?: pulumi.ComponentResourceOptions) {
    super('christmas-markets:index:UserPool', name, {}, opts);
    const kept = { parent: this, protect: args.protected };

    const pool = new aws.cognito.UserPool(name, createPoolArgs(args), kept);
    const domain = new aws.cognito.UserPoolDomain(
      `${name}-domain`,
      { userPoolId: pool.id, domain: args.domainPrefix, managedLoginVersion: 2 },
      // Cognito refuses a second prefix for a pool.
      { ...kept, deleteBeforeReplace: true },
    );

    this.id = pool.id;
    this.issuer = pulumi.interpolate`https://${pool.endpoint}`;
    const { signInDomain } = args;
    const custom =
      signInDomain &&
      new SignInDomain(name, { ...signInDomain, ...args, userPoolId: pool.id }, kept);
    this.dnsRecords = custom?.dnsRecords ?? [];
    const url =
      custom?.url ??
      pulumi.interpolate`https://${domain.domain}.auth.${pool.region}.amazoncognito.com`;
    this.authorizeUrl = pulumi.interpolate`${url}/oauth2/authorize`;
    this.tokenUrl = pulumi.interpolate`${url}/oauth2/token`;
    this.logoutUrl = pulumi.interpolate`${url}/logout`;
    this.registerOutputs();
  }
}

/**
 * All AWS accounts of a Region share the prefixes: the hash makes this one unique and does not show the
 * number of the account.
 */
export function createDomainPrefix(name: string, accountId: string): string {
  return `${name}-${createHash('sha256').update(accountId).digest('hex').slice(0, 8)}`;
}

function createPoolArgs({ emailSender, ...args }: UserPoolArgs): aws.cognito.UserPoolArgs {
  return {
    // Refresh token rotation and managed login need it.
    userPoolTier: 'ESSENTIALS',
    deletionProtection: args.protected ? 'ACTIVE' : 'INACTIVE',
    usernameAttributes: ['email'],
    usernameConfiguration: { caseSensitive: false },
    autoVerifiedAttributes: ['email'],
    userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ['email'] },
    accountRecoverySetting: { recoveryMechanisms: [{ name: 'verified_email', priority: 1 }] },
    adminCreateUserConfig: { allowAdminCreateUserOnly: !args.selfSignUp },
    passwordPolicy: { ...passwordPolicy, temporaryPasswordValidityDays: 7 },
    // Not OPTIONAL: managed login would not offer the set-up, and our tokens do not have the scope
    // aws.cognito.signin.user.admin, with which a frontend could.
    ...(args.mfaRequired
      ? { mfaConfiguration: 'ON', softwareTokenMfaConfiguration: { enabled: true } }
      : { mfaConfiguration: 'OFF' }),
    ...(emailSender && {
      emailConfiguration: {
        emailSendingAccount: 'DEVELOPER',
        fromEmailAddress: emailSender.from,
        sourceArn: emailSender.sesIdentityArn,
      },
    }),
    tags: args.tags,
  };
}
