import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { signIn, signUp } from '../../local/sign-in/sign-in.ts';
import type { Outputs } from '../../server/deployment/outputs.ts';
import {
  decisionResultsSchema,
  type Market,
  marketPageSchema,
  marketSchema,
} from '../../server/domain/market.ts';
import { changesHorizonMs } from '../../server/markets/changes.ts';
import { type Call, createCall } from '../api-client.ts';
import { signInDemoApplicant } from '../demo-applicant.ts';
import { runStart, startIn } from '../local/run-start.ts';
import { toRowKey } from '../property/model.ts';
import { followCity } from './kill-follower.ts';

const kills = Number(process.env.KILLS ?? 20);

/** What an applicant was told, by market: a market, or `null` where it was withdrawn. */
type Acknowledged = Map<string, Market | null>;

/** What people were told of their accounts, by email address: the sub once they had signed in. */
type Accounts = Map<string, { password: string; sub?: string; refreshToken?: string }>;

describe('npm start under kill -9', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(`${tmpdir()}/christmas-markets-`);
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  it(`keeps every acknowledged write, and a follower of the changes ends complete, ${kills} times`, {
    timeout: kills * 60_000,
  }, async () => {
    const acknowledged: Acknowledged = new Map();
    const accounts: Accounts = new Map();
    let kept = 0;
    let run = await startIn(dataDir);
    const token = await signInDemoApplicant(run.outputs);
    const hall = await cityHall(run.outputs);
    const { issuer, cityHalls } = run.outputs;
    const following = followCity('Iași', { outputs: () => run.outputs, token: hall });
    let last: Market[] = [];
    for (let kill = 0; kill < kills; kill += 1) {
      const { child, outputs, printed } = run;
      const lives = Array.from({ length: 6 }, () =>
        live(outputs, { token, hall, acknowledged, isKilled: () => child.killed }),
      );
      const joining = join({ outputs, printed, accounts, isKilled: () => child.killed });
      // On a busy machine the first write and a sign-up may take seconds.
      const accountsWanted = Math.ceil((kill + 1) / 4);
      await vi.waitUntil(() => acknowledged.size > 0 && accounts.size >= accountsWanted, {
        timeout: 40_000,
      });
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 1_500));
      child.kill('SIGKILL');
      await run.exited;
      const doubtful = new Set(await Promise.all(lives));
      await joining;

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

      await expectAccounts(run.outputs, accounts);

      kept += acknowledged.size;
      acknowledged.clear();
      last = [...stored.values()];
      if (kill === kills - 1) break;
      // An applicant may have 50; and what is in doubt starts anew.
      const call = createCall(run.outputs, 'rest');
      for (const marketId of stored.keys()) {
        const { status } = await call('b2c.markets.withdraw', { userId: 'me', marketId }, token);
        expect(status).toBe(204);
      }
    }
    // The last changes appear in 35 s.
    await new Promise((resolve) => setTimeout(resolve, changesHorizonMs + 1_000));
    const follower = await following.stop();
    await follower.finish();
    expect(last.length).toBeGreaterThan(0);
    follower.expectComplete(new Map(last.map((market) => [toRowKey(market), market])));
    run.child.kill('SIGINT');
    expect(await run.exited).toBe(0);
    expect(kept).toBeGreaterThan(kills);
    expect(accounts.size).toBeGreaterThan(kills / 5);
  });

  it('starts again when it is killed while it starts', { timeout: kills * 10_000 }, async () => {
    const first = await startIn(dataDir);
    const { cityHalls, b2cClientId } = first.outputs;
    first.child.kill('SIGKILL');
    await first.exited;
    for (let kill = 0; kill < kills; kill += 1) {
      const starting = runStart('--data-dir', dataDir, '--port', '0', '--issuer-port', '0');
      await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 600));
      starting.child.kill('SIGKILL');
      await starting.exited;
    }
    const last = await startIn(dataDir);
    expect(last.outputs).toMatchObject({ cityHalls, b2cClientId });
    last.child.kill('SIGINT');
    expect(await last.exited).toBe(0);
  });
});

/** Signs people up, confirms them and signs them in, one after the other, until the stack dies. */
async function join({
  outputs,
  printed,
  accounts,
  isKilled,
}: {
  outputs: Outputs;
  printed: () => string;
  accounts: Accounts;
  isKilled: () => boolean;
}): Promise<void> {
  for (;;) {
    const email = `${randomUUID()}@example.com`;
    const password = 'Mulled-Wine-2026';
    const person = { ...toApp(outputs), email, password };
    try {
      await signUp({ ...person, confirmationCode: () => codeOf(email, printed) });
      // The last form was answered: from now on the account is confirmed.
      accounts.set(email, { password });
      const { access_token, refresh_token } = await signIn(person);
      const sub = String(decodeJwt(access_token).sub);
      accounts.set(email, { password, sub, ...(refresh_token && { refreshToken: refresh_token }) });
    } catch (error) {
      if (!isKilled()) throw error;
      return;
    }
  }
}

async function codeOf(email: string, printed: () => string): Promise<string> {
  for (;;) {
    const code = new RegExp(`code of ${email} is (\\d{6})`).exec(printed())?.[1];
    if (code !== undefined) return code;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Everyone signs in as who they were, and goes on with the refresh token that they had. */
async function expectAccounts(outputs: Outputs, accounts: Accounts): Promise<void> {
  for (const [email, account] of accounts) {
    const { password, sub, refreshToken } = account;
    const { access_token } = await signIn({ ...toApp(outputs), email, password });
    const now = String(decodeJwt(access_token).sub);
    if (sub !== undefined) expect(now).toBe(sub);
    if (refreshToken !== undefined) {
      const response = await fetch(outputs.tokenUrl, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'refresh_token',
          client_id: outputs.b2cClientId,
          refresh_token: refreshToken,
        }),
      });
      expect(response.status).toBe(200);
    }
    accounts.set(email, { password, sub: now });
  }
}

function toApp(outputs: Outputs) {
  return {
    authorizeUrl: outputs.authorizeUrl,
    tokenUrl: outputs.tokenUrl,
    clientId: outputs.b2cClientId,
    redirectUri: outputs.callbackUrls[0] ?? '',
  };
}

/** Submits, edits, is decided on and withdraws until the stack dies; tells which call it died in. */
async function live(
  outputs: Outputs,
  world: { token: string; hall: string; acknowledged: Acknowledged; isKilled: () => boolean },
): Promise<string> {
  const { token, hall, acknowledged, isKilled } = world;
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
      acknowledged.set(marketId, await decide(call, decision, hall));
      if (Math.random() < 0.8) {
        const withdrawn = await call('b2c.markets.withdraw', key, token);
        if (withdrawn.status === 204) acknowledged.set(marketId, null);
      }
    } catch (error) {
      if (!isKilled()) throw error;
      return marketId;
    }
  }
}

/** Alone, or in a request for many. */
async function decide(
  call: Call,
  decision: Record<string, unknown>,
  hall: string,
): Promise<Market> {
  if (Math.random() < 0.5) {
    return marketSchema.parse((await call('b2b.markets.decide', decision, hall)).body);
  }
  const input = { city: 'iasi', decisions: [decision] };
  const { body } = await call('b2b.markets.decideMany', input, hall);
  return marketSchema.parse(decisionResultsSchema.parse(body).items[0]?.market);
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
