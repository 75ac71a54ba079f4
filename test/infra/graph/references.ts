import { type Graph, ofType, type Resource } from '../graph.ts';

/** The short names of what a property's value comes from: not text that looks alike. */
export function referencesOf(graph: Graph, { propertyDependencies }: Resource, property: string) {
  const sources = new Set(propertyDependencies[property] ?? []);
  return graph.resources
    .filter(({ urn, custom }) => custom && sources.has(urn))
    .map(toShortName)
    .toSorted();
}

export function find(graph: Graph, type: string, shortName: string): Resource {
  const found = ofType(graph, type).find((resource) => toShortName(resource) === shortName);
  if (found === undefined) throw new Error(`There is no ${type} ${shortName}`);
  return found;
}

/** Without project and stack. */
export function toShortName({ name }: Resource): string {
  return name.replace(/^christmas-markets-(dev|prod)-/, '');
}

export const types = {
  archiveStream: 'aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream',
  lifecycle: 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
  objectLock: 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration',
  alarm: 'aws:cloudwatch/metricAlarm:MetricAlarm',
  alias: 'aws:lambda/alias:Alias',
  api: 'aws:apigatewayv2/api:Api',
  authorizer: 'aws:apigatewayv2/authorizer:Authorizer',
  backupPlan: 'aws:backup/plan:Plan',
  backupSelection: 'aws:backup/selection:Selection',
  backupVault: 'aws:backup/vault:Vault',
  branding: 'aws:cognito/managedLoginBranding:ManagedLoginBranding',
  budget: 'aws:budgets/budget:Budget',
  client: 'aws:cognito/userPoolClient:UserPoolClient',
  dashboard: 'aws:cloudwatch/dashboard:Dashboard',
  bucket: 'aws:s3/bucket:Bucket',
  bucketObject: 'aws:s3/bucketObjectv2:BucketObjectv2',
  bucketPolicy: 'aws:s3/bucketPolicy:BucketPolicy',
  distribution: 'aws:cloudfront/distribution:Distribution',
  domain: 'aws:apigatewayv2/domainName:DomainName',
  function: 'aws:lambda/function:Function',
  integration: 'aws:apigatewayv2/integration:Integration',
  logGroup: 'aws:cloudwatch/logGroup:LogGroup',
  mapping: 'aws:apigatewayv2/apiMapping:ApiMapping',
  metricFilter: 'aws:cloudwatch/logMetricFilter:LogMetricFilter',
  permission: 'aws:lambda/permission:Permission',
  record: 'aws:route53/record:Record',
  resourceServer: 'aws:cognito/resourceServer:ResourceServer',
  role: 'aws:iam/role:Role',
  rolePolicy: 'aws:iam/rolePolicy:RolePolicy',
  route: 'aws:apigatewayv2/route:Route',
  stage: 'aws:apigatewayv2/stage:Stage',
  subscription: 'aws:sns/topicSubscription:TopicSubscription',
  table: 'aws:dynamodb/table:Table',
  topic: 'aws:sns/topic:Topic',
  userPool: 'aws:cognito/userPool:UserPool',
  userPoolDomain: 'aws:cognito/userPoolDomain:UserPoolDomain',
} as const;
