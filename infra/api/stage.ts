import * as pulumi from '@pulumi/pulumi';
import type { AuthorizerName } from '../../server/contract/access-token.ts';
import { findServedRoutes, type Route } from '../../server/contract/routes.ts';
import { createStageVariables } from '../../server/deployment/served-side.ts';
import type { Throttling } from '../../server/deployment/throttling.ts';
import * as aws from '../aws.ts';
import type { CustomDomains } from '../config/domains.ts';
import type { Config } from '../config/schema.ts';
import type { ApiFunction } from '../lambda/function.ts';
import type { HttpApi } from './api.ts';
import { CustomDomain, type DnsRecord } from './custom-domain.ts';
import { accessLogFormat, createThrottling } from './stage-settings.ts';

/** Whose access tokens pass: the issuer's, for one of these app clients. */
type Trusted = { issuer: pulumi.Input<string>; audiences: pulumi.Input<string>[] };

type ApiStageArgs = Throttling &
  Pick<Config, 'logRetentionDays' | 'protected' | 'kmsKeys'> & {
    customDomain?: CustomDomains | undefined;
    api: HttpApi;
    function: ApiFunction;
    /** They say which routes are served: see `findServedRoutes`. */
    authorizers: Partial<Record<AuthorizerName, Trusted>>;
    tags: Record<string, string>;
  };

/** What an HTTP API serves: authorizers, routes to the Lambda, the `$default` stage, access log. */
export class ApiStage extends pulumi.ComponentResource {
  readonly apiId: pulumi.Output<string>;
  readonly accessLogName: pulumi.Output<string>;
  /** Those that are left to be made by hand. */
  readonly dnsRecords: readonly DnsRecord[];

  constructor(name: string, args: ApiStageArgs, opts?: pulumi.ComponentResourceOptions) {
    super('christmas-markets:index:ApiStage', name, {}, opts);
    const child = { parent: this };
    const { api, tags } = args;

    const permission = new aws.lambda.Permission(
      `${name}-invoke`,
      {
        action: 'lambda:InvokeFunction',
        function: args.function.name,
        qualifier: args.function.alias.name,
        principal: 'apigateway.amazonaws.com',
        sourceArn: pulumi.interpolate`${api.executionArn}/*/*`,
      },
      child,
    );
    const integration = new aws.apigatewayv2.Integration(
      `${name}-lambda`,
      {
        apiId: api.id,
        integrationType: 'AWS_PROXY',
        integrationUri: args.function.alias.arn,
        payloadFormatVersion: '2.0',
      },
      // Otherwise an update calls the alias before it is permitted.
      { ...child, dependsOn: permission },
    );
    const authorizerIds = createAuthorizers(name, args, child);
    const served = findServedRoutes([...authorizerIds.keys()]);
    const created = served.map(
      (route) =>
        new aws.apigatewayv2.Route(
          `${name}-${toSlug(route.routeKey)}`,
          {
            apiId: api.id,
            routeKey: route.routeKey,
            target: pulumi.interpolate`integrations/${integration.id}`,
            ...createAuthorization(route, authorizerIds),
          },
          child,
        ),
    );
    const accessLog = new aws.cloudwatch.LogGroup(
      `${name}-access`,
      // API Gateway's own resource policy covers this prefix, however many log groups there are.
      {
        namePrefix: `/aws/vendedlogs/${name}-`,
        retentionInDays: args.logRetentionDays,
        ...(args.kmsKeys.logs !== undefined && { kmsKeyId: args.kmsKeys.logs }),
        deletionProtectionEnabled: args.protected,
        tags,
      },
      { ...child, protect: args.protected },
    );
    const stage = new aws.apigatewayv2.Stage(
      name,
      {
        apiId: api.id,
        name: '$default',
        autoDeploy: true,
        stageVariables: createStageVariables([...authorizerIds.keys()]),
        accessLogSettings: { destinationArn: accessLog.arn, format: accessLogFormat },
        ...createThrottling(served, args),
        tags,
      },
      // A route's settings are refused where the route is not there yet.
      { ...child, dependsOn: created },
    );
    const domains = (args.customDomain ?? []).map((each, index) => {
      const domain = new CustomDomain(
        `${name}-${each.domainName}`,
        {
          ...each,
          ...{ apiId: api.id, stage: stage.name, tags, protected: args.protected },
          // Before there was a list, the names of the resources did not contain the domain.
          ...(index === 0 && { formerName: name }),
        },
        child,
      );
      return each.hostedZoneId === undefined ? [domain.dnsRecord] : [];
    });

    this.apiId = api.id;
    this.accessLogName = accessLog.name;
    this.dnsRecords = domains.flat();
    this.registerOutputs();
  }
}

function createAuthorizers(
  name: string,
  { api, authorizers }: Pick<ApiStageArgs, 'api' | 'authorizers'>,
  opts: pulumi.CustomResourceOptions,
): Map<AuthorizerName, pulumi.Output<string>> {
  return new Map(
    (['b2c', 'b2b'] as const).flatMap((side) => {
      const trusted = authorizers[side];
      if (trusted === undefined) return [];
      const authorizer = new aws.apigatewayv2.Authorizer(
        `${name}-${side}`,
        {
          apiId: api.id,
          name: side,
          authorizerType: 'JWT',
          identitySources: ['$request.header.Authorization'],
          jwtConfiguration: trusted,
        },
        opts,
      );
      return [[side, authorizer.id]];
    }),
  );
}

function createAuthorization(
  { authorizer, scopes }: Route,
  authorizerIds: ReadonlyMap<AuthorizerName, pulumi.Output<string>>,
): Pick<aws.apigatewayv2.RouteArgs, 'authorizationType' | 'authorizerId' | 'authorizationScopes'> {
  const authorizerId = authorizer === null ? undefined : authorizerIds.get(authorizer);
  return authorizerId === undefined
    ? { authorizationType: 'NONE' }
    : { authorizationType: 'JWT', authorizerId, authorizationScopes: [...scopes] };
}

function toSlug(routeKey: string): string {
  return routeKey
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '');
}
