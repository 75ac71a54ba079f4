import * as pulumi from '@pulumi/pulumi';
import * as aws from './aws.ts';
import type { Config } from './config/schema.ts';

type ServiceRoleArgs = Pick<Config, 'permissionsBoundaryArn'> & {
  /** The AWS service that assumes the role, such as `lambda.amazonaws.com`. */
  service: string;
  condition?: pulumi.Input<object>;
  /** The inline policy. */
  policy: pulumi.Input<string>;
  tags: Record<string, string>;
};

/** What uses the role also depends on its policy: AWS checks some rights when the user of the role is created. */
export function createServiceRole(
  name: string,
  { service, condition, ...args }: ServiceRoleArgs,
  child: pulumi.CustomResourceOptions,
): { arn: pulumi.Output<string>; policy: aws.iam.RolePolicy } {
  const role = new aws.iam.Role(
    `${name}-role`,
    {
      assumeRolePolicy: pulumi.jsonStringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { Service: service },
            ...(condition !== undefined && { Condition: condition }),
          },
        ],
      }),
      ...(args.permissionsBoundaryArn !== undefined && {
        permissionsBoundary: args.permissionsBoundaryArn,
      }),
      tags: args.tags,
    },
    child,
  );
  const policy = new aws.iam.RolePolicy(
    `${name}-policy`,
    { role: role.name, policy: args.policy },
    child,
  );
  return { arn: role.arn, policy };
}
