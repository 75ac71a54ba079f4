import type { Throttling } from '../server/deployment/throttling.ts';
import type { CityHall } from '../server/domain/cities.ts';
import type { DatabaseTimeLimits } from '../server/markets/client.ts';
import type { StoreOptions } from '../server/markets/create-store.ts';
import type { Log } from '../server/observe/log.ts';
import type { FaultSettings } from './gateway/faults.ts';
import type { AccessLogEntry, GatewayTimeLimits } from './gateway/gateway.ts';
import type { Lifetimes } from './issuer/types.ts';

/** `shared`: one user pool and one API. `split`: a pair for applicants, a pair for city halls. */
export type Topology = 'shared' | 'split';

export type StackOptions = {
  /** 0 takes a free port. Without `web`, the app is not served. */
  ports: { api: number; b2bApi: number; issuer: number; web?: number | undefined };
  dataDir: string;
  /** Whether to empty the data folder first. */
  fresh: boolean;
  topology: Topology;
  cityHalls: readonly CityHall[];
  /** The URL of a DynamoDB. Without it, the embedded one starts. */
  dynamodbEndpoint?: string | undefined;
  /** Stacks that share a DynamoDB need different names. @default ChristmasMarkets */
  tableName?: string;
  region: string;
  /** @default the limit of a deployment */
  marketsPerApplicant?: number | undefined;
  /** The URLs that sign-in may redirect to. Pages of their origins may call the API. */
  callbackUrls?: readonly string[] | undefined;
  /** Shows a line to the developer: confirmation codes. */
  announce: (line: string) => void;
  accessLog?: (entry: AccessLogEntry) => void;
  /** `null`: none. @default the limits of a deployment */
  throttling?: Throttling | null | undefined;
  /** Faults that the APIs inject. @default none */
  faults?: FaultSettings | undefined;
  /** @default JSON lines on standard output, as in Lambda */
  log?: Log;
  /** @default the lifetimes of a deployment */
  lifetimes?: Partial<Lifetimes>;
  /** @see IssuerOptions.passwordCost */
  passwordCost?: number;
  /** @see IssuerOptions.generateKey */
  generateKey?: () => Promise<string>;
  /** @default the limits of a deployment */
  databaseTimeLimits?: DatabaseTimeLimits;
  /** @see GatewayTimeLimits */
  gatewayTimeLimits?: GatewayTimeLimits;
  /** @default the clock of this machine, and the horizon of a deployment */
  store?: Pick<StoreOptions, 'clock' | 'horizonMs'> | undefined;
};

export const defaultCallbackUrls = [
  'http://localhost:3000/callback',
  'http://localhost:5173/callback',
];
