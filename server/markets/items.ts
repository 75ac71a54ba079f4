import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Status } from '../domain/schemas.ts';
import { readAttributes } from './attributes.ts';
import {
  createKey,
  createPut,
  createQuery,
  createUpdate,
  type Position,
  type StoredMarket,
  type Update,
} from './requests.ts';
import { statements } from './statements.ts';
import type { MarketKey } from './store.ts';

/** A stored item, by any program. */
export type Item = Record<string, unknown>;

export type ItemPage = { items: Item[]; next: Position };

type Page = { limit: number; after?: Position };

export type Items = ReturnType<typeof createItems>;

/** The requests to the table, one function each. */
export function createItems(client: DynamoDBClient, tableName: string) {
  const table = { TableName: tableName };

  async function query(
    statement: ReturnType<typeof createQuery>,
    { limit, after }: Page,
  ): Promise<ItemPage> {
    const { Items: found = [], LastEvaluatedKey: next } = await client.send(
      new QueryCommand({
        ...table,
        ...statement,
        Limit: limit,
        ...(after && { ExclusiveStartKey: after }),
      }),
    );
    return { items: found.map(readAttributes), next };
  }

  return {
    /** Consistent: the caller sees its own last write. */
    async get(key: MarketKey): Promise<Item | undefined> {
      const { Item: item } = await client.send(
        new GetItemCommand({ ...table, Key: createKey(key), ConsistentRead: true }),
      );
      return item && readAttributes(item);
    },

    /** Fails if there is an item with this key. */
    async create(market: StoredMarket): Promise<void> {
      await client.send(new PutItemCommand({ ...table, ...createPut(market) }));
    },

    /** Fails unless the item exists and the condition holds. The result is its new state. */
    async update(key: MarketKey, update: Update): Promise<Item> {
      const { Attributes = {} } = await client.send(
        new UpdateItemCommand({ ...table, ...createUpdate(key, update), ReturnValues: 'ALL_NEW' }),
      );
      return readAttributes(Attributes);
    },

    /** Consistent, the highest marketId first. */
    queryByOwner: (userId: string, page: Page) =>
      query(createQuery(statements.byOwner, { userId }), page),

    /** Consistent, only the keys. That does not change what the query is charged. */
    queryKeysByOwner: (userId: string, page: Page) =>
      query(createQuery(statements.keysByOwner, { userId }), page),

    /**
     * The number of an owner's markets, at most `limit`: rows of 0.1 KB, and not markets. A market that
     * was submitted a moment ago may be missing.
     */
    async countByOwner(userId: string, limit: number): Promise<number> {
      const statement = createQuery(statements.ownedBy, { userId });
      let count = 0;
      let after: Position;
      do {
        const page = await client.send(
          new QueryCommand({
            ...table,
            ...statement,
            Select: 'COUNT',
            Limit: limit - count,
            ...(after && { ExclusiveStartKey: after }),
          }),
        );
        count += page.Count ?? 0;
        after = page.LastEvaluatedKey;
      } while (after !== undefined && count < limit);
      return count;
    },

    /** The lowest revision first, or only those above a revision. */
    queryByCity: (
      city: string,
      status: Status,
      { revision, ...page }: Page & { revision?: string | undefined },
    ) =>
      query(
        revision === undefined
          ? createQuery(statements.byCity, { city, status })
          : createQuery(statements.byCityAbove, { city, status, revision }),
        page,
      ),
  };
}
