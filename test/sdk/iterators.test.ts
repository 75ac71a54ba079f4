import { beforeAll, beforeEach, expect, it } from 'vitest';
import {
  type B2cClient,
  createB2bClient,
  createB2cClient,
  createPublicClient,
} from '../../sdk/src/index.ts';
import { useStack } from '../use-stack.ts';
import { createSubmission } from './markets.ts';

const stack = useStack();
let client: B2cClient;
const requests: string[] = [];
beforeEach(() => void requests.splice(0));

const countedFetch = (url: string, init: RequestInit) => {
  requests.push(url);
  return fetch(url, init);
};

beforeAll(async () => {
  const { token } = await stack.applicant('iterators');
  client = createB2cClient({ url: stack.outputs.apiUrl, token, fetch: countedFetch });
  for (const name of ['A', 'B', 'C', 'D', 'E']) await client.markets.submit(createSubmission(name));
});

it('listAll requests no further page after break', async () => {
  const names: string[] = [];
  for await (const { marketName } of client.markets.listAll({ limit: 2 })) {
    names.push(marketName);
    if (names.length === 3) break;
  }
  expect(names).toEqual(['E', 'D', 'C']);
  expect(requests).toHaveLength(2);
});

it('listAll is done after return, also before its first page', async () => {
  const unused = client.markets.listAll();
  expect(await unused.return()).toEqual({ done: true, value: undefined });
  expect(await unused.next()).toEqual({ done: true, value: undefined });
  expect(requests).toEqual([]);

  const used = client.markets.listAll({ limit: 2 });
  await used.next();
  await used.return();
  expect(await used.next()).toEqual({ done: true, value: undefined });
  expect(requests).toHaveLength(1);
});

it("listAll stops at once when its signal is aborted, with the signal's reason", async () => {
  const stop = new AbortController();
  const names: string[] = [];
  const read = async () => {
    const markets = client.markets.listAll({ limit: 4 }, { signal: stop.signal });
    for await (const { marketName } of markets) {
      names.push(marketName);
      if (names.length === 2) stop.abort('seen enough');
    }
  };
  await expect(read()).rejects.toBe('seen enough');
  expect(names).toEqual(['E', 'D']);
  expect(requests).toHaveLength(1);
});

it('listAll stops at once while it waits for a page', async () => {
  const stop = new AbortController();
  const waiting = createB2cClient({
    url: stack.outputs.apiUrl,
    token: 'token',
    fetch: () => new Promise(() => {}),
  });
  const next = waiting.markets.listAll({}, { signal: stop.signal }).next();
  setTimeout(() => stop.abort('left'), 20);
  await expect(next).rejects.toBe('left');
});

it('changes and the list of visitors stop in the same ways', async () => {
  const hall = createB2bClient({
    url: stack.outputs.b2bApiUrl,
    token: await stack.cityHall('cluj'),
    fetch: countedFetch,
  });
  const city = 'Cluj-Napoca';
  const fromNow = hall.markets.changes({ city, cursor: 'now' });
  for await (const change of fromNow) expect(change).toBeUndefined();
  expect(fromNow.nextCursor).not.toBe('now');
  expect(requests).toHaveLength(1);

  const stop = new AbortController();
  const { signal } = stop;
  const changes = hall.markets.changes({ city, cursor: 'now' }, { signal });
  stop.abort('shutting down');
  await expect(Array.fromAsync(changes)).rejects.toBe('shutting down');
  const visitors = createPublicClient({ url: stack.outputs.apiUrl, fetch: countedFetch });
  await expect(visitors.markets.listAll({ city }, { signal }).next()).rejects.toBe('shutting down');
  expect(requests).toHaveLength(1);
});
