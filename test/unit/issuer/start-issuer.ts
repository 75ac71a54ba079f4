import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Endpoints, endpointsOf } from '../../../local/issuer/endpoints.ts';
import { createIssuer, type Issuer } from '../../../local/issuer/issuer.ts';
import type {
  Clock,
  Lifetimes,
  MachineClient,
  Pool,
  PublicClient,
} from '../../../local/issuer/types.ts';
import { createKeyGenerator } from '../../signing-keys.ts';

export const app: PublicClient = {
  kind: 'public',
  clientId: 'applicants-app',
  clientName: 'Applicants <app>',
  callbackUrls: ['http://localhost:5173/callback', 'myapp://signed-in'],
  logoutUrls: ['http://localhost:5173/'],
  scopes: ['openid', 'email', 'B2CIdentifier/ManageChristmasMarkets'],
};

export const rotatingApp: PublicClient = {
  ...app,
  clientId: 'rotating-app',
  refreshTokenRotation: { retryGracePeriodSeconds: 10 },
};

export const cityHall: MachineClient = {
  kind: 'machine',
  clientId: 'city-hall',
  clientName: 'City hall of Cluj',
  clientSecret: 'a secret: with+odd%characters',
  scopes: ['B2BIdentifier/ApproveChristmasMarkets', 'City/cluj-napoca'],
};

export const pool: Pool = { poolId: 'local_people', clients: [app, rotatingApp, cityHall] };
const otherPool: Pool = { poolId: 'local_cities', clients: [cityHall] };

export const redirectUri = 'http://localhost:5173/callback';
export const ada = { email: 'ada@example.com', password: 'Mulled-Wine-24' };

export type Started = AsyncDisposable & {
  issuer: Issuer;
  origin: string;
  issuerUrl: string;
  endpoints: Endpoints;
  announced: string[];
  lastCode(): string;
  close(): Promise<void>;
};

export async function startIssuer(
  dataDir: string,
  { clock, lifetimes }: { clock?: Clock; lifetimes?: Partial<Lifetimes> } = {},
): Promise<Started> {
  const announced: string[] = [];
  const issuer = await createIssuer({
    pools: [pool, otherPool],
    dataDir,
    announce: (line) => announced.push(line),
    // Hundreds of sign-ins: the real cost has a test of its own.
    passwordCost: 2 ** 10,
    generateKey: createKeyGenerator(),
    ...(clock && { clock }),
    ...(lifetimes && { lifetimes }),
  });
  const { origin, close } = await issuer.listen(0);
  const issuerUrl = `${origin}/${pool.poolId}`;
  return {
    issuer,
    origin,
    issuerUrl,
    endpoints: endpointsOf(issuerUrl),
    announced,
    lastCode: () => /(\d{6})$/.exec(announced.at(-1) ?? '')?.[1] ?? 'no code',
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** An issuer in a folder of its own, where `ada` is registered. */
export async function startIssuerWithAda(options: { clock?: Clock } = {}): Promise<Started> {
  const folder = await createFolder();
  const started = await startIssuer(folder.path, options);
  await started.issuer.signUpConfirmed(pool.poolId, ada);
  return {
    ...started,
    async [Symbol.asyncDispose]() {
      await started.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

export async function createFolder(): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'issuer-'));
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 10 }),
  };
}

/** A clock that stands still until it is moved. */
export function createClock() {
  let now = Date.now();
  const clock = () => now;
  return Object.assign(clock, {
    advance(seconds: number) {
      now += seconds * 1000;
    },
  });
}
