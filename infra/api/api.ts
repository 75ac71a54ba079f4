import * as pulumi from '@pulumi/pulumi';
import { createCorsConfiguration } from '../../server/deployment/cors.ts';
import * as aws from '../aws.ts';
import type { CustomDomains } from '../config/domains.ts';
import type { Config } from '../config/schema.ts';

type HttpApiArgs = Pick<Config, 'protected' | 'corsAllowHeaders'> & {
  corsOrigins: readonly pulumi.Input<string>[];
  customDomain?: CustomDomains | undefined;
  tags: Record<string, string>;
};

/**
 * An HTTP API and its URL. What it serves is in `ApiStage`: between the two comes the Lambda, whose
 * OpenAPI document names the URL.
 */
export class HttpApi extends pulumi.ComponentResource {
  readonly id: pulumi.Output<string>;
  readonly executionArn: pulumi.Output<string>;
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: HttpApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super('christmas-markets:index:HttpApi', name, {}, opts);
    const { corsOrigins, corsAllowHeaders, customDomain = [], tags } = args;
    const [announced] = customDomain;

    const api = new aws.apigatewayv2.Api(
      name,
      {
        protocolType: 'HTTP',
        // Not by itself with a domain: this is set, and in force, before the domain is there.
        disableExecuteApiEndpoint: customDomain.some((each) => each.disableExecuteApiEndpoint),
        ...(corsOrigins.length > 0 && {
          corsConfiguration: createCorsConfiguration({
            allowOrigins: corsOrigins,
            allowHeaders: corsAllowHeaders,
          }),
        }),
        tags,
      },
      { parent: this, protect: args.protected },
    );

    this.id = api.id;
    this.executionArn = api.executionArn;
    this.url = announced ? pulumi.output(`https://${announced.domainName}`) : api.apiEndpoint;
    this.registerOutputs();
  }
}
