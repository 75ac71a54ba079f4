import * as z from 'zod';
import { allOf, checkOf, type Policy } from './policy.ts';

const oneOrMore = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? [value] : value));

const documentSchema = z.object({
  Statement: z.array(
    z.object({
      Effect: z.enum(['Allow', 'Deny']),
      Action: oneOrMore.optional(),
      Resource: oneOrMore.optional(),
      Principal: z.union([z.string(), z.record(z.string(), oneOrMore)]).optional(),
      NotAction: z.unknown().optional(),
      NotResource: z.unknown().optional(),
      NotPrincipal: z.unknown().optional(),
    }),
  ),
});
type Statement = z.output<typeof documentSchema>['Statement'][number];

/** X-Ray's, which know no resources. */
const withoutResources = new Set(['xray:PutTraceSegments', 'xray:PutTelemetryRecords']);

/** The streams of one log group: Lambda names them. */
const logStreams = /^arn:[^*]+:log-stream:\*$/;

function checkDocument(json: string): string[] {
  const parsed = documentSchema.safeParse(tryParse(json));
  if (!parsed.success) return ['the policy is no JSON document with a list of statements'];
  return parsed.data.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(checkStatement);
}

function checkStatement(statement: Statement): string[] {
  const { Action = [], Resource = [], Principal = {} } = statement;
  const principals = typeof Principal === 'string' ? [Principal] : Object.values(Principal).flat();
  return [
    ...Action.filter((action) => action.includes('*')).map(
      (action) => `it allows ${action}: name the actions`,
    ),
    ...Resource.filter(
      (resource) =>
        resource.includes('*') &&
        !logStreams.test(resource) &&
        !(resource === '*' && Action.every((action) => withoutResources.has(action))),
    ).map((resource) => `it allows ${Action.join(', ')} on ${resource}: name the resources`),
    ...principals
      .filter((principal) => principal.includes('*'))
      .map((principal) => `it trusts ${principal}: name who is trusted`),
    ...(['NotAction', 'NotResource', 'NotPrincipal'] as const)
      .filter((member) => statement[member] !== undefined)
      .map((member) => `it allows all but some by ${member}: name what is allowed`),
  ];
}

function tryParse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

const policySchema = z.object({ policy: z.string() });
const checkPolicy = ({ policy }: z.output<typeof policySchema>) => checkDocument(policy);
const attachmentSchema = z.object({ policyArn: z.string() });
const checkAttachment = ({ policyArn }: z.output<typeof attachmentSchema>) =>
  policyArn.includes('::aws:policy/')
    ? [`${policyArn} is AWS's and allows more than is needed: write a policy`]
    : [];

export const noWildcardInIam: Policy = {
  name: 'no-wildcard-in-iam',
  description: 'IAM policies name their actions, resources and principals.',
  check: allOf(
    checkOf('aws:iam/rolePolicy:RolePolicy', policySchema, checkPolicy),
    checkOf('aws:iam/policy:Policy', policySchema, checkPolicy),
    checkOf('aws:sns/topicPolicy:TopicPolicy', policySchema, checkPolicy),
    checkOf('aws:iam/rolePolicyAttachment:RolePolicyAttachment', attachmentSchema, checkAttachment),
    checkOf(
      'aws:iam/role:Role',
      z.object({
        assumeRolePolicy: z.string(),
        inlinePolicies: z.array(z.object({ policy: z.string().default('{}') })).default([]),
        managedPolicyArns: z.array(z.string()).default([]),
      }),
      ({ assumeRolePolicy, inlinePolicies, managedPolicyArns }) => [
        ...checkDocument(assumeRolePolicy),
        ...inlinePolicies.flatMap(checkPolicy),
        ...managedPolicyArns.flatMap((policyArn) => checkAttachment({ policyArn })),
      ],
    ),
    checkOf(
      'aws:lambda/permission:Permission',
      z.object({ principal: z.string(), sourceArn: z.string().optional() }),
      ({ principal, sourceArn }) => [
        ...(principal.includes('*') ? [`${principal} may invoke it: name who may`] : []),
        ...(sourceArn === undefined ? ['any API may invoke it: give the sourceArn'] : []),
      ],
    ),
  ),
};
