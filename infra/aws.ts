// The modules of @pulumi/aws that this program uses: the type checker does not read its other 2,700 files.
export * as apigatewayv2 from '@pulumi/aws/apigatewayv2/index.js';
export * as backup from '@pulumi/aws/backup/index.js';
export * as budgets from '@pulumi/aws/budgets/index.js';
export * as cloudfront from '@pulumi/aws/cloudfront/index.js';
export * as cloudwatch from '@pulumi/aws/cloudwatch/index.js';
export * as cognito from '@pulumi/aws/cognito/index.js';
export * as dynamodb from '@pulumi/aws/dynamodb/index.js';
export { getCallerIdentityOutput } from '@pulumi/aws/getCallerIdentity.js';
export { getRegionOutput } from '@pulumi/aws/getRegion.js';
export * as iam from '@pulumi/aws/iam/index.js';
export * as kinesis from '@pulumi/aws/kinesis/index.js';
export * as lambda from '@pulumi/aws/lambda/index.js';
export * as route53 from '@pulumi/aws/route53/index.js';
export * as s3 from '@pulumi/aws/s3/index.js';
export * as sns from '@pulumi/aws/sns/index.js';
export { Region } from '@pulumi/aws/types/enums/index.js';
