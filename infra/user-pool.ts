import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { passwordPolicy } from '../server/identity.ts';
import type { Config } from './config.ts';

type UserPoolArgs = Pick<Config, 'protected' | 'emailSender'> & {
  /** The pool is reached at `<prefix>.auth.<region>.amazoncognito.com`. */
  domainPrefix: pulumi.Input<string>;
  /** Whether people may sign up; a pool of machines has no people. */
  selfSignUp: boolean;
  tags: Record<string, string>;
};

/** A Cognito user pool with its domain: one issuer of tokens. */
export class UserPool extends pulumi.ComponentResource {
  readonly id: pulumi.Output<string>;
  /** The `iss` of its tokens. */
  readonly issuer: pulumi.Output<string>;
  /** Where the OAuth endpoints are. */
  readonly domainUrl: pulumi.Output<string>;

  constructor(name: string, args: UserPoolArgs, opts?: pulumi.ComponentResourceOptions) {
    super('christmas-markets:index:UserPool', name, {}, opts);
    const kept = { parent: this, protect: args.protected };

    const pool = new aws.cognito.UserPool(name, toPoolArgs(args), kept);
    const domain = new aws.cognito.UserPoolDomain(
      `${name}-domain`,
      { userPoolId: pool.id, domain: args.domainPrefix, managedLoginVersion: 2 },
      kept,
    );

    this.id = pool.id;
    this.issuer = pulumi.interpolate`https://${pool.endpoint}`;
    this.domainUrl = pulumi.interpolate`https://${domain.domain}.auth.${pool.region}.amazoncognito.com`;
    this.registerOutputs();
  }
}

function toPoolArgs({ emailSender, ...args }: UserPoolArgs): aws.cognito.UserPoolArgs {
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
    mfaConfiguration: 'OPTIONAL',
    softwareTokenMfaConfiguration: { enabled: true },
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
