import * as pulumi from '@pulumi/pulumi';
import * as aws from '../aws.ts';
import type { Config } from '../config/schema.ts';

type CustomDomainArgs = NonNullable<Config['customDomain']> & {
  apiId: pulumi.Input<string>;
  stage: pulumi.Input<string>;
  tags: Record<string, string>;
};

/** The DNS record that a domain needs. `hostedZoneId` is the zone of the target, for an alias in Route 53. */
export type DnsRecord = {
  domainName: pulumi.Output<string>;
  targetDomainName: pulumi.Output<string>;
  hostedZoneId: pulumi.Output<string>;
};

/** A custom host name of an API, with TLS 1.2 and without client certificates. */
export class CustomDomain extends pulumi.ComponentResource {
  readonly dnsRecord: DnsRecord;

  constructor(name: string, args: CustomDomainArgs, opts?: pulumi.ComponentResourceOptions) {
    super('christmas-markets:index:CustomDomain', name, {}, opts);
    const child = { parent: this };

    const domain = new aws.apigatewayv2.DomainName(
      `${name}-domain`,
      {
        domainName: args.domainName,
        domainNameConfiguration: {
          certificateArn: args.certificateArn,
          endpointType: 'REGIONAL',
          securityPolicy: 'TLS_1_2',
        },
        tags: args.tags,
      },
      child,
    );
    new aws.apigatewayv2.ApiMapping(
      `${name}-mapping`,
      { apiId: args.apiId, domainName: domain.domainName, stage: args.stage },
      child,
    );
    const { targetDomainName, hostedZoneId } = domain.domainNameConfiguration;
    if (args.hostedZoneId !== undefined) {
      new aws.route53.Record(
        `${name}-alias`,
        {
          zoneId: args.hostedZoneId,
          name: domain.domainName,
          type: 'A',
          aliases: [{ name: targetDomainName, zoneId: hostedZoneId, evaluateTargetHealth: false }],
        },
        child,
      );
    }

    this.dnsRecord = { domainName: domain.domainName, targetDomainName, hostedZoneId };
    this.registerOutputs();
  }
}
