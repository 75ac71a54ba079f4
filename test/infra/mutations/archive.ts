import { types } from '../graph.ts';
import { first, type Mutation, set, unordered } from './edits.ts';

const remove = (type: string) => (graph: Parameters<Mutation[1]>[0]) => {
  const { urn } = first(graph, type, '-decisions');
  graph.resources = graph.resources.filter((each) => each.urn !== urn);
};

/** An archive that can be changed, is incomplete, or has too much. */
export const archiveMutations: Mutation[] = [
  [
    'an archive of every line',
    set(types.subscriptionFilter, 'filterPattern', ''),
    'logs-are-sent-by-field',
  ],
  [
    'an archive of other lines',
    set(types.subscriptionFilter, 'filterPattern', '{ $.status = 200 }'),
    'what is archived',
  ],
  [
    'an archive of another log',
    (graph) => {
      first(graph, types.subscriptionFilter).propertyDependencies.logGroup = [];
    },
    'the log of the archive',
  ],
  [
    'an archive without a retention',
    set(types.objectLock, 'rule', { defaultRetention: { mode: 'GOVERNANCE' } }),
    'archives-are-locked',
  ],
  [
    'an archive without versions',
    set(types.versioning, 'versioningConfiguration', { status: 'Suspended' }),
    'archives-are-locked',
  ],
  [
    'a stream that is not encrypted',
    set(types.archiveStream, 'serverSideEncryption', { enabled: false }),
    'archives-are-locked',
  ],
  ['an archive without a lock', remove(types.objectLock), 'has no aws:s3/bucketObjectLock'],
  ['a public archive', remove(types.publicAccessBlock), 'has no aws:s3/bucketPublicAccessBlock'],
  ['an archive that never ends', remove(types.lifecycle), 'has no aws:s3/bucketLifecycle'],
  [
    'an archive that is open to plain HTTP',
    set(types.bucketPolicy, 'policy', '{"Version":"2012-10-17","Statement":[]}'),
    'allows requests without TLS',
  ],
  [
    'an archive that Pulumi deletes',
    (graph) => {
      first(graph, types.bucket).protect = false;
    },
    'decisions: protect',
  ],
  ['an archive that is emptied', set(types.bucket, 'forceDestroy', true), 'forceDestroy'],
  ['records before the lock', unordered(types.archiveStream), 'does not wait for'],
  [
    'a stream that deletes',
    (graph) => {
      const { inputs } = first(graph, types.rolePolicy, 'decisions-write');
      inputs.policy = String(inputs.policy).replace('s3:AbortMultipartUpload', 's3:DeleteObject');
    },
    'no-wildcard-in-iam',
  ],
  [
    'a log that writes elsewhere',
    (graph) => {
      const { inputs } = first(graph, types.rolePolicy, 'decisions-send');
      inputs.policy = String(inputs.policy).replace('firehose:PutRecord"', 'firehose:Put"');
    },
    'what CloudWatch Logs may do',
  ],
];
