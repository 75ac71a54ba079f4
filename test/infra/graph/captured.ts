import { beforeAll } from 'vitest';
import {
  certificateArn,
  identityArn,
  kmsKeys,
  vaultArn,
  webCertificateArn,
} from '../config-fixture.ts';
import type { Graph } from '../graph.ts';
import { captureOnce, graphOf } from '../graphs.ts';

/** A run takes seconds: all topics look at the same few. */
let captured: Promise<[Graph, Graph, Graph, Graph]> | undefined;

/** Three halls of 40 cities: more than one resource server holds. */
export const manyCities = ['north', 'south', 'west'].map((name) => ({
  name,
  cities: Array.from({ length: 40 }, (_, index) => `${name} ${index}`),
}));

/** Whatever the two stacks leave at its default. */
export const everything = {
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
  logRetentionDays: 30,
  kmsKeys,
  backup: { copyTo: [vaultArn] },
  decisionArchive: { years: 10, mode: 'compliance' },
  protected: true,
  alarmAddresses: ['ops@example.org', 'https://on-call.example.org/alarms'],
  monthlyBudget: 100,
  permissionsBoundaryArn: 'arn:aws:iam::123456789012:policy/christmas-markets-boundary',
  reservedConcurrency: 7,
};

/** The app at a domain of its own. */
const web = {
  topology: 'split',
  corsOrigins: undefined,
  web: {
    customDomain: { domainName: 'markets.example.org', certificateArn: webCertificateArn },
  },
};

/** `shared` is dev as it stands, `split` is prod, `full` has every option but the app, `site` has the app. */
export function useGraphs(): { shared: Graph; split: Graph; full: Graph; site: Graph } {
  const empty: Graph = { resources: [], outputs: {} };
  const graphs = { shared: empty, split: empty, full: empty, site: empty };
  beforeAll(async () => {
    captured ??= Promise.all([
      graphOf('dev', 'shared'),
      graphOf('prod', 'split'),
      captureOnce({ stack: 'dev', overrides: everything }),
      captureOnce({ stack: 'dev', overrides: web }),
    ]);
    [graphs.shared, graphs.split, graphs.full, graphs.site] = await captured;
  });
  return graphs;
}
