import * as z from 'zod';
import { decisionPattern } from '../../../server/observe/decision-pattern.ts';
import { type Graph, ofType, onlyOf, policiesOf, sourcesOf, types } from '../graph.ts';
import { differ } from './access.ts';

const policySchema = z.object({
  Statement: z.array(
    z.object({ Effect: z.string(), Action: z.union([z.string(), z.array(z.string())]) }),
  ),
});
const actionsOf = (policy: unknown) =>
  policySchema.parse(JSON.parse(String(policy))).Statement.flatMap(({ Action }) => Action);

/** The log lines of decisions go into one bucket, which is private, locked and encrypted on its way. */
export function checkArchive(graph: Graph, isProtected: boolean): string[] {
  return ofType(graph, types.archiveStream).flatMap((stream) => {
    const filter = onlyOf(graph, types.subscriptionFilter);
    const urns = (from: typeof stream, input: string, type: string) =>
      sourcesOf(graph, from, input, type).map(({ urn }) => urn);
    const [bucket] = sourcesOf(graph, stream, 'extendedS3Configuration', types.bucket);
    if (bucket === undefined) return ['the archive has no bucket'];
    const settingOf = (type: string) =>
      ofType(graph, type).filter((each) => urns(each, 'bucket', types.bucket).includes(bucket.urn));
    const before = [types.objectLock, types.bucketPolicy].flatMap(settingOf);
    const written = sourcesOf(graph, stream, 'extendedS3Configuration', types.role).flatMap(
      ({ urn }) =>
        ofType(graph, types.rolePolicy).filter((each) =>
          urns(each, 'role', types.role).includes(urn),
        ),
    );
    return [
      differ('what is archived', filter.inputs.filterPattern, decisionPattern),
      differ(
        'the log of the archive',
        urns(filter, 'logGroup', types.logGroup),
        urns(onlyOf(graph, types.function), 'loggingConfig', types.logGroup),
      ),
      differ('the stream of the archive', urns(filter, 'destinationArn', types.archiveStream), [
        stream.urn,
      ]),
      differ(`${bucket.name}: protect`, bucket.protect, isProtected),
      differ(`${bucket.name}: forceDestroy`, bucket.inputs.forceDestroy, !isProtected),
      differ(`${bucket.name}: objectLockEnabled`, bucket.inputs.objectLockEnabled, true),
      ...[
        types.publicAccessBlock,
        types.versioning,
        types.objectLock,
        types.lifecycle,
        types.bucketPolicy,
      ]
        .filter((type) => settingOf(type).length !== 1)
        .map((type) => `${bucket.name} has no ${type}`),
      ...settingOf(types.bucketPolicy)
        .filter(({ inputs }) => !String(inputs.policy).includes('"aws:SecureTransport":"false"'))
        .map(({ name }) => `${name} allows requests without TLS`),
      ...before
        .filter(({ urn }) => !stream.dependencies.includes(urn))
        .map(({ urn }) => `${stream.name} does not wait for ${urn}`),
      ...policiesOf(graph, filter, 'roleArn').map(({ inputs }) =>
        differ('what CloudWatch Logs may do', actionsOf(inputs.policy), [
          'firehose:PutRecord',
          'firehose:PutRecordBatch',
        ]),
      ),
      ...written.map(({ inputs }) =>
        differ(
          'what Firehose may do',
          actionsOf(inputs.policy).filter((action) => !action.startsWith('kms:')),
          [
            ...['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
            ...['s3:PutObject', 's3:AbortMultipartUpload'],
          ],
        ),
      ),
      written.length === 1 ? '' : 'the stream has no role with a policy',
    ].filter(Boolean);
  });
}
