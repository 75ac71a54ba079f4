import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Catalogue } from '../../server/domain/cities.ts';
import { createPut, type StoredMarket } from '../../server/markets/requests.ts';
import { convertItem } from './convert.ts';

type CopyOptions = {
  client: DynamoDBClient;
  from: string;
  to: string;
  catalogue: Catalogue;
  dryRun: boolean;
  /** Told of each item that is left, with the reason. */
  leave: (key: string, reason: string) => void;
};

/**
 * Copies the markets of the SAM stack's table. It only reads the old table, and in the new one it never
 * replaces an item: a second run copies what is missing, and edits made since stay.
 */
export async function copyMarkets({ client, from, to, catalogue, dryRun, leave }: CopyOptions) {
  const counts = { read: 0, copied: 0, alreadyThere: 0, left: 0 };
  const scan = { TableName: from, ConsistentRead: true };
  for await (const { Items = [] } of paginateScan({ client, pageSize: 100 }, scan)) {
    for (const stored of Items) {
      const item = unmarshall(stored);
      counts.read += 1;
      const market = convertOrLeave(item);
      if (market === undefined) counts.left += 1;
      else if (dryRun || (await create(market))) counts.copied += 1;
      else counts.alreadyThere += 1;
    }
  }
  return counts;

  function convertOrLeave(item: Record<string, unknown>): StoredMarket | undefined {
    try {
      return convertItem(item, catalogue);
    } catch (error) {
      const reason = error instanceof Error ? error.message : `${error}`;
      leave(`${item.userId} ${item.marketId}`, reason);
      return undefined;
    }
  }

  /** `false` if there is a market with this key. */
  async function create(market: StoredMarket): Promise<boolean> {
    try {
      await client.send(new PutItemCommand({ TableName: to, ...createPut(market) }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}
