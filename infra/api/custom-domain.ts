import * as pulumi from '@pulumi/pulumi';
import * as aws from '../aws.ts';
import type { CustomDomains } from '../config/domains.ts';

type CustomDomainArgs = CustomDomains[number] & {
  protected: boolean;
  /** The beginning of the names of its resources in an earlier version of this program. */
  formerName?: string;
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
    const createOptions = (kind: string): pulumi.CustomResourceOptions => ({
      parent: this,
      // Callers outside use the name: without it, nothing of theirs works.
      protect: args.protected,
      aliases: args.formerName === undefined ? [] : [{ name: `${args.formerName}-${kind}` }],
    });
    const mustWork = new pulumi.ResourceHook(`${name}-must-work`, () => assertReachable(args), {
      onDryRun: true,
    });

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
      { ...createOptions('domain'), hooks: { beforeCreate: [mustWork] } },
    );
    new aws.apigatewayv2.ApiMapping(
      `${name}-mapping`,
      { apiId: args.apiId, domainName: domain.domainName, stage: args.stage },
      createOptions('mapping'),
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
        createOptions('alias'),
      );
    }

    this.dnsRecord = { domainName: domain.domainName, targetDomainName, hostedZoneId };
    this.registerOutputs();
  }
}

/** A domain that is created now has no DNS record yet, unless the program creates it. */
export function assertReachable({
  domainName,
  hostedZoneId,
  disableExecuteApiEndpoint,
}: CustomDomains[number]): void {
  if (!disableExecuteApiEndpoint || hostedZoneId !== undefined) return;
  throw new pulumi.RunError(
    `${domainName} does not exist yet, and with disableExecuteApiEndpoint no caller would reach the API: deploy without it, create the record of the output dnsRecords, then set it.`,
  );
}
