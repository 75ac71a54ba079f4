/** What the double knows of a resource type. */
type ResourceType = {
  /** The input that Pulumi's provider fills in with a name of its own. */
  autonamed?: 'name' | 'bucket';
  /** AWS cannot change these: the provider replaces the resource. */
  replacing: readonly string[];
  /** AWS refuses to delete a resource with this input. */
  deletionProtection?: { input: string; value: unknown };
};

/**
 * By Pulumi's type. `replacing` is from the sources of Terraform's AWS provider (`ForceNew`), as far as the program
 * sets these inputs.
 */
const resourceTypes: Readonly<Record<string, ResourceType>> = {
  'aws:apigatewayv2/api:Api': { autonamed: 'name', replacing: ['protocolType'] },
  'aws:apigatewayv2/apiMapping:ApiMapping': { replacing: ['apiId', 'domainName'] },
  'aws:apigatewayv2/authorizer:Authorizer': { replacing: ['apiId'] },
  'aws:apigatewayv2/domainName:DomainName': { replacing: ['domainName'] },
  'aws:apigatewayv2/integration:Integration': { replacing: ['apiId', 'integrationType'] },
  'aws:apigatewayv2/route:Route': { replacing: ['apiId'] },
  'aws:apigatewayv2/stage:Stage': { replacing: ['apiId', 'name'] },
  'aws:backup/plan:Plan': { replacing: ['name'] },
  'aws:backup/selection:Selection': {
    replacing: ['name', 'planId', 'iamRoleArn', 'resources'],
  },
  'aws:backup/vault:Vault': { replacing: ['name', 'kmsKeyArn'] },
  'aws:budgets/budget:Budget': { autonamed: 'name', replacing: ['name'] },
  'aws:cloudfront/distribution:Distribution': { replacing: [] },
  'aws:cloudfront/function:Function': { autonamed: 'name', replacing: ['name'] },
  'aws:cloudfront/originAccessControl:OriginAccessControl': { autonamed: 'name', replacing: [] },
  'aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy': {
    autonamed: 'name',
    replacing: [],
  },
  'aws:cloudwatch/dashboard:Dashboard': { replacing: ['dashboardName'] },
  'aws:cloudwatch/logGroup:LogGroup': {
    autonamed: 'name',
    replacing: ['name', 'namePrefix'],
    deletionProtection: { input: 'deletionProtectionEnabled', value: true },
  },
  'aws:cloudwatch/logMetricFilter:LogMetricFilter': {
    autonamed: 'name',
    replacing: ['name', 'logGroupName'],
  },
  'aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter': {
    autonamed: 'name',
    replacing: ['name', 'logGroup', 'destinationArn'],
  },
  'aws:cloudwatch/metricAlarm:MetricAlarm': { autonamed: 'name', replacing: ['name'] },
  'aws:cognito/managedLoginBranding:ManagedLoginBranding': {
    replacing: ['clientId', 'userPoolId'],
  },
  'aws:cognito/resourceServer:ResourceServer': { replacing: ['identifier', 'userPoolId'] },
  'aws:cognito/userPool:UserPool': {
    autonamed: 'name',
    replacing: ['name', 'aliasAttributes', 'usernameAttributes', 'usernameConfiguration'],
    deletionProtection: { input: 'deletionProtection', value: 'ACTIVE' },
  },
  'aws:cognito/userPoolClient:UserPoolClient': {
    autonamed: 'name',
    replacing: ['generateSecret', 'userPoolId'],
  },
  'aws:cognito/userPoolDomain:UserPoolDomain': { replacing: ['domain', 'userPoolId'] },
  'aws:dynamodb/table:Table': {
    autonamed: 'name',
    replacing: ['name', 'hashKey', 'rangeKey', 'localSecondaryIndexes'],
    deletionProtection: { input: 'deletionProtectionEnabled', value: true },
  },
  'aws:iam/role:Role': { autonamed: 'name', replacing: ['name', 'namePrefix', 'path'] },
  'aws:iam/rolePolicy:RolePolicy': { autonamed: 'name', replacing: ['name', 'role'] },
  'aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream': {
    autonamed: 'name',
    replacing: ['name', 'destination'],
  },
  'aws:lambda/alias:Alias': { autonamed: 'name', replacing: ['name', 'functionName'] },
  'aws:lambda/function:Function': { autonamed: 'name', replacing: ['name', 'packageType'] },
  'aws:lambda/permission:Permission': {
    replacing: ['action', 'function', 'principal', 'qualifier', 'sourceArn'],
  },
  // Another type is one change of the zone.
  'aws:route53/record:Record': { replacing: ['zoneId', 'name'] },
  'aws:s3/bucket:Bucket': { autonamed: 'bucket', replacing: ['bucket', 'objectLockEnabled'] },
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': { replacing: ['bucket'] },
  'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration': { replacing: ['bucket'] },
  'aws:s3/bucketObjectv2:BucketObjectv2': { replacing: ['bucket', 'key'] },
  'aws:s3/bucketPolicy:BucketPolicy': { replacing: ['bucket'] },
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': { replacing: ['bucket'] },
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': {
    replacing: ['bucket'],
  },
  'aws:s3/bucketVersioning:BucketVersioning': { replacing: ['bucket'] },
  'aws:sns/topic:Topic': { autonamed: 'name', replacing: ['name', 'namePrefix'] },
  'aws:sns/topicSubscription:TopicSubscription': {
    replacing: ['topic', 'protocol', 'endpoint'],
  },
};

/** An unknown type fails the test: its row is missing above. */
export function findResourceType(type: string): ResourceType {
  const found = resourceTypes[type];
  if (found === undefined) throw new Error(`The double of AWS has no type ${type}`);
  return found;
}
