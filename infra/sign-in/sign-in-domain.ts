import * as pulumi from '@pulumi/pulumi';
import type { DnsRecord } from '../api/custom-domain.ts';
import * as aws from '../aws.ts';
import type { Config } from '../config/schema.ts';

type SignInDomainArgs = NonNullable<Config['signInDomain']> & {
  userPoolId: pulumi.Input<string>;
  protected: boolean;
};

/** A custom domain of the sign-in pages, which CloudFront serves. */
export class SignInDomain extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>;
  readonly dnsRecords: readonly DnsRecord[];

  constructor(name: string, args: SignInDomainArgs, opts?: pulumi.ComponentResourceOptions) {
    super('christmas-markets:index:SignInDomain', name, {}, opts);
    const kept = { parent: this, protect: args.protected };

    const domain = new aws.cognito.UserPoolDomain(
      `${name}-sign-in-domain`,
      {
        userPoolId: args.userPoolId,
        domain: args.domainName,
        certificateArn: args.certificateArn,
        managedLoginVersion: 2,
      },
      // Cognito refuses a second custom domain for a pool.
      { ...kept, deleteBeforeReplace: true },
    );
    const target = {
      domainName: domain.domain,
      targetDomainName: domain.cloudfrontDistribution,
      hostedZoneId: domain.cloudfrontDistributionZoneId,
    };
    if (args.hostedZoneId !== undefined) {
      new aws.route53.Record(
        `${name}-sign-in-alias`,
        {
          zoneId: args.hostedZoneId,
          name: domain.domain,
          type: 'A',
          aliases: [
            {
              name: target.targetDomainName,
              zoneId: target.hostedZoneId,
              evaluateTargetHealth: false,
            },
          ],
        },
        kept,
      );
    }

    this.url = pulumi.interpolate`https://${domain.domain}`;
    this.dnsRecords = args.hostedZoneId === undefined ? [target] : [];
    this.registerOutputs();
  }
}
