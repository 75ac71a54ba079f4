/** What Pulumi sends over the wire, with its signatures replaced by the markers below. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type Values = { [key: string]: Value };

/** A value that is known only once the resource exists: seen in previews. */
export const notYetKnown = '<unknown>';

export type Resource = {
  urn: string;
  type: string;
  name: string;
  /** Components are not custom: no provider makes them. */
  custom: boolean;
  /** A secret is `{$secret: value}`, a file `{$asset: path}`, an archive `{$archive: path}`. */
  inputs: Values;
  /** Input → the URNs of the resources that its value comes from. */
  propertyDependencies: Record<string, string[]>;
  dependencies: string[];
  parent: string;
  protect: boolean;
  deleteBeforeReplace: boolean;
  /** Names of the hooks that the engine calls before a creation or an update. */
  beforeCreate: string[];
  beforeUpdate: string[];
};

/** What one run of the program asked the engine for. Plain data: `structuredClone` copies it. */
export type Graph = {
  resources: Resource[];
  /** The stack's. */
  outputs: Values;
};

export function ofType(graph: Graph, type: string): Resource[] {
  return graph.resources.filter((resource) => resource.type === type);
}

export function onlyOf(graph: Graph, type: string): Resource {
  const [resource, ...others] = ofType(graph, type);
  if (resource === undefined || others.length > 0) {
    throw new Error(`Wanted one ${type}, found ${others.length + (resource ? 1 : 0)}`);
  }
  return resource;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isSecret(value: Value | undefined): value is { $secret: Value } {
  return isObject(value) && '$secret' in value;
}

/** The value without the marks of its secrets, at any depth. */
export function reveal(value: Value): Value {
  if (isSecret(value)) return reveal(value.$secret);
  if (Array.isArray(value)) return value.map(reveal);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, reveal(each)]));
}

/** The resources of a type that an input's value comes from. */
export function sourcesOf(graph: Graph, resource: Resource, input: string, type: string) {
  const urns = resource.propertyDependencies[input] ?? [];
  return ofType(graph, type).filter(({ urn }) => urns.includes(urn));
}

/** The policies of the role in an input of a resource. */
export function policiesOf(graph: Graph, resource: Resource, input: string): Resource[] {
  const roles = sourcesOf(graph, resource, input, types.role);
  return ofType(graph, types.rolePolicy).filter((policy) =>
    sourcesOf(graph, policy, 'role', types.role).some((role) => roles.includes(role)),
  );
}

/** AWS's types, as Pulumi calls them. */
export const types = {
  archiveStream: 'aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream',
  bucket: 'aws:s3/bucket:Bucket',
  bucketPolicy: 'aws:s3/bucketPolicy:BucketPolicy',
  distribution: 'aws:cloudfront/distribution:Distribution',
  lifecycle: 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
  objectLock: 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration',
  publicAccessBlock: 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock',
  subscriptionFilter: 'aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter',
  versioning: 'aws:s3/bucketVersioning:BucketVersioning',
  backupPlan: 'aws:backup/plan:Plan',
  backupSelection: 'aws:backup/selection:Selection',
  backupVault: 'aws:backup/vault:Vault',
  api: 'aws:apigatewayv2/api:Api',
  apiMapping: 'aws:apigatewayv2/apiMapping:ApiMapping',
  authorizer: 'aws:apigatewayv2/authorizer:Authorizer',
  route: 'aws:apigatewayv2/route:Route',
  integration: 'aws:apigatewayv2/integration:Integration',
  stage: 'aws:apigatewayv2/stage:Stage',
  resourceServer: 'aws:cognito/resourceServer:ResourceServer',
  userPool: 'aws:cognito/userPool:UserPool',
  userPoolClient: 'aws:cognito/userPoolClient:UserPoolClient',
  userPoolDomain: 'aws:cognito/userPoolDomain:UserPoolDomain',
  customDomain: 'aws:apigatewayv2/domainName:DomainName',
  record: 'aws:route53/record:Record',
  table: 'aws:dynamodb/table:Table',
  function: 'aws:lambda/function:Function',
  permission: 'aws:lambda/permission:Permission',
  role: 'aws:iam/role:Role',
  rolePolicy: 'aws:iam/rolePolicy:RolePolicy',
  logGroup: 'aws:cloudwatch/logGroup:LogGroup',
  alarm: 'aws:cloudwatch/metricAlarm:MetricAlarm',
  topic: 'aws:sns/topic:Topic',
};
