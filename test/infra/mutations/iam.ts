import { types } from '../graph.ts';
import { add, allow, type Mutation, set, unset } from './edits.ts';

const anyTable =
  '{"Statement":[{"Effect":"Allow","Action":"dynamodb:Scan","Resource":"*","Principal":"*"}]}';
const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** Rights that are given by mistake. */
export const iamMutations: Mutation[] = [
  [
    'an action by wildcard',
    allow('dynamodb:*', 'arn:aws:dynamodb:::table/x'),
    'no-wildcard-in-iam',
  ],
  ['any table', allow('dynamodb:Scan', '*'), 'no-wildcard-in-iam'],
  ['one action too many', allow('dynamodb:Scan', 'arn:aws:dynamodb:::table/x'), 'what the role'],
  [
    'a role that everyone may assume',
    set(
      types.role,
      'assumeRolePolicy',
      '{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*"}]}',
    ),
    'no-wildcard-in-iam',
  ],
  ['an action by ?', allow('dynamodb:?can', 'arn:aws:dynamodb:::table/x'), 'no-wildcard-in-iam'],
  ['a table by ?', allow('dynamodb:Scan', 'arn:aws:dynamodb:::table/?'), 'no-wildcard-in-iam'],
  [
    'log groups by ?',
    allow('logs:PutLogEvents', 'arn:aws:logs:::log-group:?:log-stream:*'),
    'no-wildcard-in-iam',
  ],
  ...[
    'aws:iam/policy:Policy',
    'aws:iam/userPolicy:UserPolicy',
    'aws:iam/groupPolicy:GroupPolicy',
    'aws:dynamodb/resourcePolicy:ResourcePolicy',
    'aws:sns/topicPolicy:TopicPolicy',
    'aws:sqs/queue:Queue',
  ].map(
    (type): Mutation => [
      `any table, by a ${type}`,
      add(type, { policy: anyTable }),
      'no-wildcard-in-iam: added: it allows dynamodb:Scan on *',
    ],
  ),
  ...['role', 'user', 'group'].map(
    (who): Mutation => [
      `a ${who} that may do all`,
      add(`aws:iam/${who}PolicyAttachment`, { policyArn: administrator }),
      "no-wildcard-in-iam: added: arn:aws:iam::aws:policy/AdministratorAccess is AWS's",
    ],
  ),
  [
    'a principal with every right',
    add('aws:iam/policyAttachment:PolicyAttachment', { policyArn: administrator }),
    'no-wildcard-in-iam: added',
  ],
  [
    'a role with every right',
    add('aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive', {
      policyArns: [administrator],
    }),
    'no-wildcard-in-iam: added',
  ],
  ['any API may invoke the Lambda', unset(types.permission, 'sourceArn'), 'no-wildcard-in-iam'],
  [
    'any API of the account may invoke the Lambda',
    set(types.permission, 'sourceArn', 'arn:aws:execute-api:eu-central-1:123456789012:*/*/*'),
    'no-wildcard-in-iam',
  ],
  [
    'any API of any account may invoke the Lambda',
    set(types.permission, 'sourceArn', 'arn:aws:execute-api:*'),
    'no-wildcard-in-iam',
  ],
];
