/** What a deploy may do with the resources of a type. Names of resources begin with `<project>-<stack>-`. */
export type Rights = { actions: readonly string[]; resources: readonly string[] };

export const tags = (service: string) =>
  ['TagResource', 'UntagResource', 'ListTagsForResource'].map((name) => `${service}:${name}`);
export const each = (service: string, verbs: readonly string[], noun: string) =>
  verbs.map((verb) => `${service}:${verb}${noun}`);
const crud = ['Create', 'Describe', 'Update', 'Delete'];

export const names = 'christmas-markets-*';
const pools = 'arn:aws:cognito-idp:*:*:userpool/*';
export const logGroups = [
  `arn:aws:logs:*:*:log-group:${names}`,
  `arn:aws:logs:*:*:log-group:/aws/vendedlogs/${names}`,
];

/** API Gateway's actions are the methods of its own REST API. */
const apiGateway = (...paths: string[]): Rights => ({
  actions: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => `apigateway:${method}`),
  resources: [...paths, '/tags/*'].map((path) => `arn:aws:apigateway:*::${path}`),
});
const apis = apiGateway('/apis', '/apis/*');
const domains = apiGateway('/domainnames', '/domainnames/*');

/** By Pulumi's type: what the AWS provider calls. */
export const rightsByType: Readonly<Record<string, Rights>> = {
  'aws:apigatewayv2/api:Api': apis,
  'aws:apigatewayv2/authorizer:Authorizer': apis,
  'aws:apigatewayv2/integration:Integration': apis,
  'aws:apigatewayv2/route:Route': apis,
  'aws:apigatewayv2/stage:Stage': apis,
  'aws:apigatewayv2/domainName:DomainName': domains,
  'aws:apigatewayv2/apiMapping:ApiMapping': domains,
  'aws:budgets/budget:Budget': {
    actions: ['budgets:ViewBudget', 'budgets:ModifyBudget', ...tags('budgets')],
    resources: [`arn:aws:budgets::*:budget/${names}`],
  },
  'aws:cloudwatch/dashboard:Dashboard': {
    actions: ['PutDashboard', 'GetDashboard', 'DeleteDashboards'].map((a) => `cloudwatch:${a}`),
    resources: [`arn:aws:cloudwatch::*:dashboard/${names}`],
  },
  'aws:cloudwatch/metricAlarm:MetricAlarm': {
    actions: [
      ...['PutMetricAlarm', 'DescribeAlarms', 'DeleteAlarms'].map((a) => `cloudwatch:${a}`),
      ...tags('cloudwatch'),
    ],
    resources: [`arn:aws:cloudwatch:*:*:alarm:${names}`],
  },
  'aws:cloudwatch/logGroup:LogGroup': {
    actions: [
      ...each('logs', ['Create', 'Delete'], 'LogGroup'),
      'logs:PutRetentionPolicy',
      'logs:PutLogGroupDeletionProtection',
      ...tags('logs'),
    ],
    resources: logGroups,
  },
  'aws:cloudwatch/logMetricFilter:LogMetricFilter': {
    actions: ['logs:PutMetricFilter', 'logs:DescribeMetricFilters', 'logs:DeleteMetricFilter'],
    resources: logGroups,
  },
  'aws:cognito/userPool:UserPool': {
    actions: [
      ...each('cognito-idp', ['Describe', 'Update', 'Delete'], 'UserPool'),
      ...each('cognito-idp', ['Get', 'Set'], 'UserPoolMfaConfig'),
      ...tags('cognito-idp'),
    ],
    resources: [pools],
  },
  'aws:cognito/userPoolClient:UserPoolClient': {
    actions: each('cognito-idp', crud, 'UserPoolClient'),
    resources: [pools],
  },
  'aws:cognito/userPoolDomain:UserPoolDomain': {
    actions: each('cognito-idp', ['Create', 'Update', 'Delete'], 'UserPoolDomain'),
    resources: [pools],
  },
  'aws:cognito/resourceServer:ResourceServer': {
    actions: each('cognito-idp', crud, 'ResourceServer'),
    resources: [pools],
  },
  'aws:cognito/managedLoginBranding:ManagedLoginBranding': {
    actions: [
      ...each('cognito-idp', crud, 'ManagedLoginBranding'),
      'cognito-idp:DescribeManagedLoginBrandingByClient',
    ],
    resources: [pools],
  },
  'aws:dynamodb/table:Table': {
    actions: [
      ...each('dynamodb', crud, 'Table'),
      ...each('dynamodb', ['Describe', 'Update'], 'TimeToLive'),
      ...each('dynamodb', ['Describe', 'Update'], 'ContinuousBackups'),
      ...['TagResource', 'UntagResource', 'ListTagsOfResource'].map((a) => `dynamodb:${a}`),
    ],
    resources: [`arn:aws:dynamodb:*:*:table/${names}`],
  },
  'aws:iam/role:Role': {
    actions: [
      ...['GetRole', 'UpdateRole', 'UpdateAssumeRolePolicy', 'DeleteRole', 'TagRole', 'UntagRole'],
      ...['ListRolePolicies', 'ListAttachedRolePolicies', 'ListInstanceProfilesForRole'],
    ].map((action) => `iam:${action}`),
    resources: [`arn:aws:iam::*:role/${names}`],
  },
  'aws:iam/rolePolicy:RolePolicy': {
    actions: ['iam:GetRolePolicy', 'iam:DeleteRolePolicy'],
    resources: [`arn:aws:iam::*:role/${names}`],
  },
  'aws:lambda/function:Function': {
    actions: [
      ...['CreateFunction', 'GetFunction', 'GetFunctionConfiguration', 'UpdateFunctionCode'],
      ...['UpdateFunctionConfiguration', 'DeleteFunction', 'PublishVersion'],
      ...['ListVersionsByFunction', 'GetFunctionCodeSigningConfig', 'PutFunctionConcurrency'],
      ...['DeleteFunctionConcurrency', 'TagResource', 'UntagResource', 'ListTags'],
    ].map((action) => `lambda:${action}`),
    resources: [`arn:aws:lambda:*:*:function:${names}`],
  },
  'aws:lambda/alias:Alias': {
    actions: each('lambda', ['Create', 'Get', 'Update', 'Delete'], 'Alias'),
    resources: [`arn:aws:lambda:*:*:function:${names}`],
  },
  'aws:lambda/permission:Permission': {
    actions: ['lambda:AddPermission', 'lambda:RemovePermission', 'lambda:GetPolicy'],
    resources: [`arn:aws:lambda:*:*:function:${names}`],
  },
  'aws:route53/record:Record': {
    actions: ['ChangeResourceRecordSets', 'ListResourceRecordSets', 'GetHostedZone'].map(
      (action) => `route53:${action}`,
    ),
    resources: ['arn:aws:route53:::hostedzone/*'],
  },
  'aws:sns/topic:Topic': {
    actions: [
      ...['CreateTopic', 'GetTopicAttributes', 'SetTopicAttributes', 'DeleteTopic'].map(
        (action) => `sns:${action}`,
      ),
      ...tags('sns'),
    ],
    resources: [`arn:aws:sns:*:*:${names}`],
  },
  'aws:sns/topicSubscription:TopicSubscription': {
    actions: [
      ...['Subscribe', 'Unsubscribe', 'GetSubscriptionAttributes', 'SetSubscriptionAttributes'],
    ].map((action) => `sns:${action}`),
    resources: [`arn:aws:sns:*:*:${names}`],
  },
};

const bucket = `arn:aws:s3:::${names}`;

/** Of every bucket. The provider reads all settings of a bucket. */
export const bucketRights: Readonly<Record<string, Rights>> = {
  'aws:s3/bucket:Bucket': {
    actions: [
      ...['CreateBucket', 'DeleteBucket', 'ListBucket', 'ListBucketVersions', 'GetBucketAcl'],
      ...['GetBucketCORS', 'GetBucketLocation', 'GetBucketLogging', 'GetBucketTagging'],
      ...['PutBucketTagging', 'GetBucketVersioning', 'GetBucketWebsite', 'GetBucketRequestPayment'],
      ...['GetBucketObjectLockConfiguration', 'GetEncryptionConfiguration'],
      ...['GetLifecycleConfiguration', 'GetReplicationConfiguration', 'GetAccelerateConfiguration'],
    ].map((action) => `s3:${action}`),
    resources: [bucket],
  },
  'aws:s3/bucketPolicy:BucketPolicy': {
    actions: each('s3', ['Get', 'Put', 'Delete'], 'BucketPolicy'),
    resources: [bucket],
  },
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': {
    actions: each('s3', ['Get', 'Put'], 'BucketPublicAccessBlock'),
    resources: [bucket],
  },
};
const cloudFront = (noun: string, path: string, ...more: string[]): Rights => ({
  actions: [...each('cloudfront', ['Create', 'Get', 'Update', 'Delete'], noun), ...more],
  resources: [`arn:aws:cloudfront::*:${path}/*`],
});

/** With `web` only: a managed policy of its own, because one has room for 6,144 characters. */
export const webRightsByType: Readonly<Record<string, Rights>> = {
  ...bucketRights,
  'aws:s3/bucketObjectv2:BucketObjectv2': {
    actions: [
      ...each('s3', ['Get', 'Put', 'Delete'], 'Object'),
      ...each('s3', ['Get', 'Put'], 'ObjectTagging'),
      's3:DeleteObjectVersion',
    ],
    resources: [`${bucket}/*`],
  },
  'aws:cloudfront/distribution:Distribution': cloudFront(
    'Distribution',
    'distribution',
    ...tags('cloudfront'),
  ),
  'aws:cloudfront/function:Function': cloudFront(
    'Function',
    'function',
    'cloudfront:DescribeFunction',
    'cloudfront:PublishFunction',
  ),
  'aws:cloudfront/originAccessControl:OriginAccessControl': cloudFront(
    'OriginAccessControl',
    'origin-access-control',
  ),
  'aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy': cloudFront(
    'ResponseHeadersPolicy',
    'response-headers-policy',
  ),
};

/** Actions without a resource, or whose resource has no name yet. */
export const rightsOnAll: readonly string[] = [
  'cognito-idp:CreateUserPool',
  'cognito-idp:DescribeUserPoolDomain',
  'logs:DescribeLogGroups',
  // API Gateway demands them of who enables an access log.
  ...each('logs', ['Create', 'Get', 'Update', 'Delete'], 'LogDelivery'),
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
];
