import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  DynamoDBServiceException,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { marketTable } from '../../server/markets/table.ts';
import { type Item, itemSchema } from './item.ts';

type Place = { TableName: string; Key: Item };
type Before = Place & { Item: Item | undefined };
export type WireAnswer = { status: number; body: unknown };

/**
 * TransactWriteItems, which dynalite lacks: Put and Delete with their conditions, on the table of the
 * markets. The caller runs it alone, with no other request in progress.
 *
 * `undoLog` holds the items as they were, until all writes are done: after a kill, `undo` restores them.
 */
export function createTransactions(client: DynamoDBClient, undoLog: string) {
  const done = new Map<string, number>();

  async function run(input: unknown): Promise<WireAnswer> {
    const { data, error } = requestSchema.safeParse(input);
    if (error) return toError('ValidationException', `Unsupported by the local database: ${error}`);
    const { TransactItems, ClientRequestToken: token } = data;
    if (token !== undefined && isDone(token)) return { status: 200, body: {} };
    const places = TransactItems.map(toPlace);
    if (new Set(places.map(({ Key }) => JSON.stringify(Key))).size < places.length) {
      return toError(
        'ValidationException',
        'Transaction request cannot include multiple operations on one item',
      );
    }
    const before = await Promise.all(places.map(readBefore));
    await save(undoLog, before);
    const reasons: Reason[] = [];
    try {
      for (const [index, action] of TransactItems.entries()) {
        reasons.push(await apply(action, before[index]?.Item));
      }
    } catch (cause) {
      await undo();
      if (cause instanceof DynamoDBServiceException) return toError(cause.name, cause.message);
      throw cause;
    }
    if (reasons.some(({ Code }) => Code !== 'None')) {
      await undo();
      return toCancellation(reasons);
    }
    await rm(undoLog);
    if (token !== undefined) done.set(token, Date.now());
    return { status: 200, body: {} };
  }

  /** AWS takes a repeat with the same token for the same request. */
  function isDone(token: string): boolean {
    for (const [known, time] of done) if (time < Date.now() - tokenMs) done.delete(known);
    return done.has(token);
  }

  async function readBefore(place: Place): Promise<Before> {
    const { Item } = await client.send(new GetItemCommand({ ...place, ConsistentRead: true }));
    return { ...place, Item };
  }

  async function apply({ Put, Delete }: Action, Item: Item | undefined): Promise<Reason> {
    try {
      if (Put) await client.send(new PutItemCommand(Put));
      if (Delete) await client.send(new DeleteItemCommand(Delete));
      return { Code: 'None' };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      const wanted = (Put ?? Delete)?.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
      return {
        Code: 'ConditionalCheckFailed',
        Message: error.message,
        ...(wanted && Item && { Item }),
      };
    }
  }

  async function undo(): Promise<void> {
    for (const { TableName, Key, Item } of await load(undoLog)) {
      if (Item) await client.send(new PutItemCommand({ TableName, Item }));
      else await client.send(new DeleteItemCommand({ TableName, Key }));
    }
    await rm(undoLog, { force: true });
  }

  return { run, undo };
}

const tokenMs = 10 * 60 * 1_000;

type Reason = { Code: string; Message?: string; Item?: Item };

const condition = {
  TableName: z.string(),
  ConditionExpression: z.string().exactOptional(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).exactOptional(),
  ExpressionAttributeValues: itemSchema.exactOptional(),
  ReturnValuesOnConditionCheckFailure: z.enum(['ALL_OLD', 'NONE']).exactOptional(),
};
const actionSchema = z.strictObject({
  Put: z.strictObject({ ...condition, Item: itemSchema }).exactOptional(),
  Delete: z.strictObject({ ...condition, Key: itemSchema }).exactOptional(),
});
type Action = z.infer<typeof actionSchema>;

const requestSchema = z.strictObject({
  TransactItems: z.array(actionSchema).min(1).max(100),
  ClientRequestToken: z.string().exactOptional(),
  ReturnConsumedCapacity: z.string().exactOptional(),
});

function toPlace({ Put, Delete }: Action): Place {
  const { hashKey, rangeKey } = marketTable;
  const source = Put?.Item ?? Delete?.Key ?? {};
  const [hash, range] = [source[hashKey], source[rangeKey]];
  return {
    TableName: Put?.TableName ?? Delete?.TableName ?? '',
    Key: { ...(hash && { [hashKey]: hash }), ...(range && { [rangeKey]: range }) },
  };
}

function toCancellation(reasons: readonly Reason[]): WireAnswer {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return toError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons },
  );
}

function toError(name: string, message: string, more: object = {}): WireAnswer {
  const type = `com.amazonaws.dynamodb.v20120810#${name}`;
  return { status: 400, body: { __type: type, Message: message, message, ...more } };
}

async function save(path: string, before: readonly Before[]): Promise<void> {
  await writeFile(`${path}.new`, JSON.stringify(before), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

const undoSchema = z.array(
  z.object({ TableName: z.string(), Key: itemSchema, Item: itemSchema.optional() }),
);

async function load(path: string) {
  try {
    return undoSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
