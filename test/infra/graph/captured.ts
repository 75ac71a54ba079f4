import { beforeAll } from 'vitest';
import { certificateArn, identityArn, kmsKeyArn } from '../config-fixture.ts';
import type { Graph } from '../graph.ts';
import { graphOf } from '../graphs.ts';
import { captureGraph } from '../harness.ts';

/** A run takes seconds: all topics look at the same few. */
let captured: Promise<[Graph, Graph, Graph]> | undefined;

/** Three halls of 40 cities: more than one resource server holds. */
export const manyCities = ['north', 'south', 'west'].map((name) => ({
  name,
  cities: Array.from({ length: 40 }, (_, index) => `${name} ${index}`),
}));

/** Whatever the two stacks leave at its default. */
const everything = {
  topology: 'split',
  cityHalls: manyCities,
  clientVersions: { south: [1, 2] },
  corsOrigins: undefined,
  domainPrefix: 'markets-example',
  customDomain: [
    {
      domainName: 'api.example.org',
      certificateArn,
      hostedZoneId: 'Z0123456789ABCDEFGHIJ',
      disableExecuteApiEndpoint: true,
    },
    { domainName: 'former.example.org', certificateArn, hostedZoneId: 'Z0123456789ABCDEFGHIJ' },
  ],
  b2bCustomDomain: { domainName: 'halls.example.org', certificateArn },
  emailSender: {
    from: 'Markets <no-reply@example.org>',
    sesIdentityArn: identityArn,
  },
  mfaRequired: true,
  signInDomain: {
    domainName: 'sign-in.example.org',
    certificateArn: certificateArn.replace('eu-central-1', 'us-east-1'),
    hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  },
  kmsKeys: { table: kmsKeyArn, logs: kmsKeyArn, alarms: kmsKeyArn },
  protected: true,
  alarmAddresses: ['ops@example.org', 'https://on-call.example.org/alarms'],
  monthlyBudget: 100,
  permissionsBoundaryArn: 'arn:aws:iam::123456789012:policy/christmas-markets-boundary',
  reservedConcurrency: 7,
};

/** `shared` is dev as it stands, `split` is prod, `full` has every option. */
export function useGraphs(): { shared: Graph; split: Graph; full: Graph } {
  const empty: Graph = { resources: [], outputs: {} };
  const graphs = { shared: empty, split: empty, full: empty };
  beforeAll(async () => {
    captured ??= Promise.all([
      graphOf('dev', 'shared'),
      graphOf('prod', 'split'),
      captureGraph({ stack: 'dev', overrides: everything }),
    ]);
    [graphs.shared, graphs.split, graphs.full] = await captured;
  });
  return graphs;
}
