import { account, region } from './config-fixture.ts';
import type { Values } from './graph.ts';

type Describe = (name: string, inputs: Values) => Values;

/** What AWS would compute, for the types whose computed outputs the program uses. */
const computed: Record<string, Describe> = {
  'aws:apigatewayv2/api:Api': (name) => ({
    apiEndpoint: `https://${name}.execute-api.${region}.amazonaws.com`,
    executionArn: `arn:aws:execute-api:${region}:${account}:${name}`,
  }),
  'aws:apigatewayv2/domainName:DomainName': (_, { domainNameConfiguration }) => ({
    domainNameConfiguration: {
      ...(isValues(domainNameConfiguration) ? domainNameConfiguration : {}),
      targetDomainName: `d-1.execute-api.${region}.amazonaws.com`,
      hostedZoneId: 'Z1',
    },
  }),
  'aws:cloudfront/distribution:Distribution': () => ({
    domainName: 'd111.cloudfront.net',
    hostedZoneId: 'Z2FDTNDATAQYW2',
  }),
  'aws:s3/bucket:Bucket': (name) => ({
    arn: `arn:aws:s3:::${name}`,
    bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
  }),
  'aws:cognito/userPool:UserPool': (name) => ({
    endpoint: `cognito-idp.${region}.amazonaws.com/${region}_${name}`,
  }),
  'aws:cognito/userPoolClient:UserPoolClient': (name, { generateSecret }) => ({
    clientSecret: generateSecret === true ? `secret-of-${name}` : '',
  }),
  'aws:cognito/userPoolDomain:UserPoolDomain': () => ({
    cloudfrontDistribution: 'd1.cloudfront.net',
    cloudfrontDistributionZoneId: 'Z2FDTNDATAQYW2',
  }),
  'aws:lambda/alias:Alias': (_, { functionName, name }) => ({
    arn: `arn:aws:lambda:${region}:${account}:function:${functionName}:${name}`,
  }),
  'aws:lambda/function:Function': (name) => ({
    version: '1',
    invokeArn: `arn:aws:apigateway:${region}:lambda:path/functions/${name}/invocations`,
  }),
};

/** The outputs of a resource that was made: its inputs, and what AWS adds. */
export function describe(type: string, name: string, inputs: Values): Values {
  return {
    region,
    arn: `arn:aws:${type}:${region}:${account}:${name}`,
    name: `${typeof inputs.namePrefix === 'string' ? inputs.namePrefix : `${name}-`}1a2b3c4`,
    ...inputs,
    ...computed[type]?.(name, inputs),
  };
}

/** What AWS answers to a program that asks while it runs. */
export const invocations: Record<string, Values> = {
  'aws:index/getCallerIdentity:getCallerIdentity': {
    accountId: account,
    arn: `arn:aws:iam::${account}:user/test`,
    id: account,
    userId: 'test',
  },
  'aws:index/getRegion:getRegion': { id: region, name: region, region, description: 'Frankfurt' },
  'aws:index/getPartition:getPartition': {
    id: 'aws',
    partition: 'aws',
    dnsSuffix: 'amazonaws.com',
    reverseDnsPrefix: 'com.amazonaws',
  },
};

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
