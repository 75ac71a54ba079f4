import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AttributeValue,
  BatchGetItemCommand,
  type DynamoDBClient,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { Change, ChangePage, Market } from '../domain/market.ts';
import { invalidInput, Problem } from '../domain/problems.ts';
import { readAttributes } from './attributes.ts';
import { type Clock, firstChangeIdAt, readChangeTime } from './change-id.ts';
import { changePosition, decodeCursor, encodeCursor } from './cursor.ts';
import { findOldestFollowed, noticeDays, readNoticeKey } from './notice.ts';
import { takePayload } from './payload.ts';
import { createReader } from './read.ts';
import type { ChangesRequest, MarketKey } from './store.ts';
import { changesIndex, marketTable } from './table.ts';

export type Following = {
  client: DynamoDBClient;
  tableName: string;
  clock: Clock;
  /**
   * The feed ends so long ago. A changeId is made before its write lands: a call takes up to 20 s, the
   * clocks of two Lambdas may differ by 5 s, and the index follows the table in less than 10 s. So
   * nothing can appear behind a cursor that was handed out.
   */
  horizonMs: number;
};

export const changesHorizonMs = 35_000;
const clockToleranceMs = 5_000;

type Row = MarketKey & { changeId: string };

/** What changed in a city behind the cursor, oldest first, each market once with its latest state. */
export async function listChanges(
  following: Following,
  city: string,
  { cursor, limit }: ChangesRequest,
): Promise<ChangePage> {
  const now = following.clock();
  const end = firstChangeIdAt(now - following.horizonMs);
  const toCursor = (changeId: string) => encodeCursor({ city, changeId });
  if (cursor === 'now') return { items: [], nextCursor: toCursor(end), more: false };
  const after = readPosition(cursor, { city, now });
  if (after >= end) return { items: [], nextCursor: cursor, more: false };

  const rows = await readRows(following, { city, after, end, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const changes = takePayload(await readChanges(following, city, page), ({ item }) => item?.market);
  const last = changes.at(-1);
  const more = changes.length < rows.length;
  return {
    items: changes.flatMap(({ item }) => item ?? []),
    // A quiet city's cursor moves on, too: otherwise it would expire.
    nextCursor: toCursor(more && last ? last.changeId : end),
    more,
  };
}

/** No notice behind an accepted position has expired, so readers need not look at `expiresAt`. */
function readPosition(cursor: string, { city, now }: { city: string; now: number }): string {
  const { city: ofCity, changeId } = decodeCursor(changePosition, cursor);
  if (ofCity !== city) {
    throw invalidInput(
      'cursor',
      `is of the changes of ${ofCity} and not of ${city}`,
      'invalid_cursor',
    );
  }
  const time = readChangeTime(changeId);
  if (time > now + clockToleranceMs)
    throw invalidInput('cursor', 'is of the future', 'invalid_cursor');
  if (time < findOldestFollowed(now)) {
    throw new Problem(
      'CURSOR_EXPIRED',
      `The cursor is older than ${noticeDays} days. Take a new one with cursor=now, list all markets of the city, and follow from there.`,
    );
  }
  return changeId;
}

async function readRows(
  { client, tableName }: Following,
  { city, after, end, limit }: { city: string; after: string; end: string; limit: number },
): Promise<Row[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: tableName,
      IndexName: changesIndex.name,
      KeyConditionExpression: '#city = :city AND #changeId BETWEEN :start AND :end',
      ExpressionAttributeNames: {
        '#city': changesIndex.hashKey,
        '#changeId': changesIndex.rangeKey,
      },
      ExpressionAttributeValues: {
        ':city': { S: city },
        // The next text after `after`: BETWEEN includes both ends.
        ':start': { S: `${after}!` },
        ':end': { S: end },
      },
      Limit: limit,
    }),
  );
  return Items.map((item) => ({
    userId: item[marketTable.hashKey]?.S ?? '',
    marketId: item[marketTable.rangeKey]?.S ?? '',
    changeId: item[changesIndex.rangeKey]?.S ?? '',
  }));
}

/** One for each row. `item` is absent where the row is out of date: a later one tells what is so. */
async function readChanges(following: Following, city: string, rows: readonly Row[]) {
  const withdrawn = rows.map(readNoticeKey);
  const stored = await readItems(
    following,
    rows.map((row, index) => withdrawn[index] ?? row),
  );
  const { readMarket } = createReader();
  return rows.map((row, index): { changeId: string; item?: Change } => {
    const { changeId } = row;
    const changedAt = new Date(readChangeTime(changeId)).toISOString();
    const key = withdrawn[index];
    const item = stored.get(toText(key ?? row));
    if (key !== undefined) {
      // It was submitted again, perhaps by a Lambda whose clock is behind.
      if (item?.[changesIndex.hashKey] === city) return { changeId };
      return { changeId, item: { type: 'withdrawn', changedAt, ...key } };
    }
    if (item === undefined || item[changesIndex.rangeKey] !== changeId) return { changeId };
    const market = readMarket(item);
    if (market === undefined) return { changeId };
    const { userId, marketId } = market;
    return { changeId, item: { type: toType(market), changedAt, marketId, userId, market } };
  });
}

function toType({ status, submittedAt, firstSubmittedAt }: Market): Change['type'] {
  if (status !== 'pending') return 'decided';
  return submittedAt === firstSubmittedAt ? 'submitted' : 'edited';
}

/** Consistent: the index may be ahead of a replica of the table. */
async function readItems(
  { client, tableName }: Following,
  keys: readonly MarketKey[],
): Promise<Map<string, Record<string, unknown>>> {
  const items = new Map<string, Record<string, unknown>>();
  // A request names each key once.
  let left: Record<string, AttributeValue>[] = [
    ...new Map(keys.map((key) => [toText(key), key])).values(),
  ].map(({ userId, marketId }) => ({
    [marketTable.hashKey]: { S: userId },
    [marketTable.rangeKey]: { S: marketId },
  }));
  for (let attempt = 0; left.length > 0; attempt += 1) {
    // DynamoDB left keys unread: it throttles, or the answer was over 16 MB.
    if (attempt > 0) await sleep(createPauseMs(attempt));
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({
        RequestItems: { [tableName]: { Keys: left, ConsistentRead: true } },
      }),
    );
    for (const attributes of Responses?.[tableName] ?? []) {
      const item = readAttributes(attributes);
      const [userId, marketId] = [String(item.userId), String(item.marketId)];
      items.set(toText({ userId, marketId }), item);
    }
    left = UnprocessedKeys?.[tableName]?.Keys ?? [];
  }
  return items;
}

/** Doubles up to a second, with jitter. The time limit of the call ends the attempts. */
function createPauseMs(attempt: number): number {
  return Math.min(25 * 2 ** attempt, 1_000) * (1 - Math.random() / 2);
}

function toText({ userId, marketId }: MarketKey): string {
  return `${userId} ${marketId}`;
}
