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

/** Actions that have no resources. */
const withoutResources = new Set([
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'backup:CopyFromBackupVault',
  'tag:GetResources',
]);

/** The streams of one log group, named by Lambda. */
const logStreams = /^arn:[^*?]+:log-stream:\*$/;

/** The backups of one table, named by DynamoDB. */
const backupsOfTable = /^arn:[^*?]+[:/][^*?:/]+\/backup\/\*$/;

/** All objects of one bucket, and nothing but reading them. */
const objectsOfBucket = /^arn:[^*?]+:s3:::[^*?/]+\/\*$/;

/** The objects under one prefix of one bucket, for a writer that may not read or delete. */
const prefixOfBucket = /^arn:[^*?]+:s3:::[^*?/]+\/[a-z]+\/\*$/;
const writes = new Set(['s3:PutObject', 's3:AbortMultipartUpload']);

/** IAM's wildcards: any text, and any one character. */
const wildcard = /[*?]/;

function checkDocument(json: string): string[] {
  const parsed = documentSchema.safeParse(tryParse(json));
  if (!parsed.success) return ['the policy is no JSON document with a list of statements'];
  return parsed.data.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(checkStatement);
}

function checkStatement(statement: Statement): string[] {
  const { Action = [], Resource = [], Principal = {} } = statement;
  const principals = typeof Principal === 'string' ? [Principal] : Object.values(Principal).flat();
  return [
    ...Action.filter((action) => wildcard.test(action)).map(
      (action) => `it allows ${action}: name the actions`,
    ),
    ...Resource.filter(
      (resource) =>
        wildcard.test(resource) &&
        !logStreams.test(resource) &&
        !backupsOfTable.test(resource) &&
        !(objectsOfBucket.test(resource) && Action.every((action) => action === 's3:GetObject')) &&
        !(prefixOfBucket.test(resource) && Action.every((action) => writes.has(action))) &&
        !(resource === '*' && Action.every((action) => withoutResources.has(action))),
    ).map((resource) => `it allows ${Action.join(', ')} on ${resource}: name the resources`),
    ...principals
      .filter((principal) => wildcard.test(principal))
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

const checkArn = (policyArn: string) =>
  policyArn.includes('::aws:policy/')
    ? [`${policyArn} is AWS's and allows more than is needed: write a policy`]
    : [];

/** For every resource with a policy: a role, a user, a group, a queue, a table … */
const checkPolicies = checkOf(
  /^aws:/,
  z.object({
    policy: z.string().optional(),
    policyDocument: z.string().optional(),
    policyArn: z.string().optional(),
    policyArns: z.array(z.string()).default([]),
  }),
  ({ policy, policyDocument, policyArn, policyArns }) => [
    ...[policy, policyDocument].flatMap((json) => (json === undefined ? [] : checkDocument(json))),
    ...[policyArn ?? [], policyArns].flat().flatMap(checkArn),
  ],
);

/** The ARN of an API contains its id. `*` after it stands for stage, method and path. */
const namedSource = /^arn:[^*?/]+:execute-api:[^*?/]+\/|^[^*?]+$/;

export const noWildcardInIam: Policy = {
  name: 'no-wildcard-in-iam',
  description: 'IAM policies name their actions, resources and principals.',
  check: allOf(
    checkPolicies,
    checkOf(
      'aws:iam/role:Role',
      z.object({
        assumeRolePolicy: z.string(),
        inlinePolicies: z.array(z.object({ policy: z.string().default('{}') })).default([]),
        managedPolicyArns: z.array(z.string()).default([]),
      }),
      ({ assumeRolePolicy, inlinePolicies, managedPolicyArns }) => [
        ...checkDocument(assumeRolePolicy),
        ...inlinePolicies.flatMap(({ policy }) => checkDocument(policy)),
        ...managedPolicyArns.flatMap(checkArn),
      ],
    ),
    checkOf(
      'aws:lambda/permission:Permission',
      z.object({ principal: z.string(), sourceArn: z.string().default('*') }),
      ({ principal, sourceArn }) => [
        ...(wildcard.test(principal) ? [`${principal} may invoke it: name who may`] : []),
        ...(namedSource.test(sourceArn) ? [] : ['any API may invoke it: name one in sourceArn']),
      ],
    ),
  ),
};
