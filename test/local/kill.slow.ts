import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Market, marketPageSchema, marketSchema } from '../../server/markets/schema.ts';
import type { Outputs } from '../../server/outputs.ts';
import { createCall } from '../api-client.ts';
import { signInDemoApplicant } from '../demo-applicant.ts';
import { startIn } from './run-start.ts';

const kills = Number(process.env.KILLS ?? 20);

/** What an applicant was told, by market: a market, or `null` where it was withdrawn. */
type Acknowledged = Map<string, Market | null>;

describe('npm start under kill -9', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(`${tmpdir()}/christmas-markets-`);
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  it(`keeps every acknowledged write, ${kills} times`, { timeout: kills * 30_000 }, async () => {
    const acknowledged: Acknowledged = new Map();
    let kept = 0;
    let run = await startIn(dataDir);
    const token = await signInDemoApplicant(run.outputs);
    const hall = await cityHall(run.outputs);
    const { issuer, cityHalls } = run.outputs;
    for (let kill = 0; kill < kills; kill += 1) {
      const lives = Array.from({ length: 6 }, () =>
        live(run.outputs, { token, hall, acknowledged }),
      );
      await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 900));
      run.child.kill('SIGKILL');
      await run.exited;
      const doubtful = new Set(await Promise.all(lives));

      // The tokens name their issuer, and that is where it listens.
      run = await startIn(dataDir, '--issuer-port', new URL(issuer).port);
      expect(run.outputs.cityHalls).toEqual(cityHalls);
      const stored = new Map<string, Market>();
      for (const market of await listAll(
        run.outputs,
        'b2c.markets.list',
        { userId: 'me' },
        token,
      )) {
        stored.set(market.marketId, market);
      }
      for (const [marketId, market] of acknowledged) {
        if (!doubtful.has(marketId)) expect.soft(stored.get(marketId) ?? null).toEqual(market);
      }
      // What the city sees is what there is, half-done writes and all.
      const seen = await listAll(run.outputs, 'b2b.markets.list', { city: 'iasi' }, hall);
      const byId = (a: Market, b: Market) => (a.marketId < b.marketId ? -1 : 1);
      expect.soft(seen.toSorted(byId)).toEqual([...stored.values()].toSorted(byId));

      // An applicant may have 50; and what is in doubt starts anew.
      const call = createCall(run.outputs, 'rest');
      for (const marketId of stored.keys()) {
        const { status } = await call('b2c.markets.withdraw', { userId: 'me', marketId }, token);
        expect(status).toBe(204);
      }
      kept += acknowledged.size;
      acknowledged.clear();
    }
    run.child.kill('SIGINT');
    expect(await run.exited).toBe(0);
    expect(kept).toBeGreaterThan(kills);
    // Who signed up before can sign in after it all.
    run = await startIn(dataDir);
    expect(await signInDemoApplicant(run.outputs)).not.toBe('');
    run.child.kill('SIGINT');
    await run.exited;
  });
});

/** Submits, edits, is decided on and withdraws until the stack dies; tells which call it died in. */
async function live(
  outputs: Outputs,
  world: { token: string; hall: string; acknowledged: Acknowledged },
): Promise<string> {
  const { token, hall, acknowledged } = world;
  const call = createCall(outputs, 'rest');
  for (;;) {
    const marketId = randomUUID();
    try {
      const submitted = await call('b2c.markets.submit', { ...content, marketId }, token);
      if (submitted.code === 'MARKET_LIMIT_REACHED') return marketId;
      const market = marketSchema.parse(submitted.body);
      acknowledged.set(marketId, market);
      const key = { userId: market.userId, marketId };
      const change = { ...key, revision: market.revision, marketAveragePrice: 6 };
      const edited = marketSchema.parse((await call('b2c.markets.edit', change, token)).body);
      acknowledged.set(marketId, edited);
      const decision = { ...key, revision: edited.revision, approved: true };
      const decided = await call('b2b.markets.decide', decision, hall);
      acknowledged.set(marketId, marketSchema.parse(decided.body));
      if (Math.random() < 0.8) {
        const withdrawn = await call('b2c.markets.withdraw', key, token);
        if (withdrawn.status === 204) acknowledged.set(marketId, null);
      }
    } catch {
      return marketId;
    }
  }
}

const content = {
  userId: 'me',
  marketName: 'Old Town Market',
  marketDescription: 'Mulled wine',
  marketAveragePrice: 5,
  city: 'iasi',
};

async function listAll(
  outputs: Outputs,
  procedure: string,
  input: Record<string, unknown>,
  token: string,
): Promise<Market[]> {
  const { status, body } = await createCall(outputs, 'trpc')(
    procedure,
    { ...input, limit: 100 },
    token,
  );
  expect(status).toBe(200);
  return marketPageSchema.parse(body).items;
}

const tokenSchema = z.object({ access_token: z.string() });

async function cityHall({ cityHalls, b2bTokenUrl }: Outputs): Promise<string> {
  const iasi = cityHalls.find(({ name }) => name === 'iasi');
  const response = await fetch(b2bTokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${iasi?.clientId}:${iasi?.clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return tokenSchema.parse(await response.json()).access_token;
}
