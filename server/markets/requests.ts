import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Market } from '../domain/market.ts';
import { type QueryStatement, statements } from './statements.ts';
import type { MarketKey } from './store.ts';

// The statements of the entity with values. The names of the table are added where they are sent.

export type StoredMarket = Market & { changeId: string };

/** A position in the table or in an index. `undefined`: before the first item. */
export type Position = Record<string, AttributeValue> | undefined;

export type Update = {
  set: Partial<StoredMarket>;
  /** Attributes that stay as they are, and from which others follow. */
  composite?: Partial<StoredMarket>;
  remove?: readonly (keyof Market)[];
  append?: Pick<Market, 'decisions'>;
  /** Beside the existence of the item. `#name` is the attribute `name`, `:name` one of `values`. */
  condition: string;
  values: Record<string, unknown>;
};

export function createKey(key: MarketKey) {
  return fillStrings(statements.key, key);
}

export function createCityPosition(
  position: MarketKey & Pick<Market, 'city' | 'status' | 'revision'>,
) {
  return fillStrings(statements.positionByCity, position);
}

export function createQuery(
  { ExpressionAttributeValues, ...statement }: QueryStatement,
  values: Values,
) {
  return {
    ...statement,
    ExpressionAttributeValues: fillStrings(ExpressionAttributeValues, values),
  };
}

export function createPut(market: StoredMarket) {
  return {
    ...statements.put,
    Item: marshall({ ...market, ...fill(statements.derived, market) }, withoutUndefined),
  };
}

export function createUpdate(
  key: MarketKey,
  { set, composite, remove = [], append, condition, values }: Update,
) {
  const { assignments, ConditionExpression } = statements.update;
  const assigned = { ...set, ...append, ...fill(statements.derived, { ...composite, ...set }) };
  const update = [
    `SET ${Object.keys(assigned)
      .map((name) => assignments[name])
      .join(', ')}`,
    ...(remove.length > 0 ? [`REMOVE ${remove.map((name) => `#${name}`).join(', ')}`] : []),
  ].join(' ');
  const wholeCondition = `${ConditionExpression} AND ${condition}`;
  const names = new Set(`${update} ${wholeCondition}`.match(/#\w+/g));
  const allValues: Record<string, unknown> = {
    ...values,
    ...Object.fromEntries(Object.entries(assigned).map(([name, value]) => [`:${name}_u0`, value])),
    ...(append && { ':decisions_default_value_u0': [] }),
  };
  return {
    Key: createKey(key),
    UpdateExpression: update,
    ConditionExpression: wholeCondition,
    ExpressionAttributeNames: Object.fromEntries([...names].map((name) => [name, name.slice(1)])),
    ExpressionAttributeValues: marshall(allValues, withoutUndefined),
  };
}

const withoutUndefined = { removeUndefinedValues: true };

type Values = Partial<StoredMarket>;

function fillStrings(template: Record<string, string>, values: Values) {
  const filled = Object.entries(fill(template, values));
  return Object.fromEntries(filled.map(([name, text]) => [name, { S: text }]));
}

/** The texts with the values of the attributes in place of `{name}`. */
function fill(template: Record<string, string>, values: Values): Record<string, string> {
  return Object.fromEntries(
    Object.entries(template).map(([name, text]) => [name, fillText(text, values)]),
  );
}

/** Without a regular expression, which takes five times as long. */
function fillText(text: string, values: Record<string, unknown>): string {
  let filled = '';
  let end = 0;
  for (let start = text.indexOf('{'); start !== -1; start = text.indexOf('{', end)) {
    const close = text.indexOf('}', start);
    const name = text.slice(start + 1, close);
    const value = values[name];
    if (value === undefined) throw new Error(`The statement needs the value of ${name}`);
    filled += text.slice(end, start) + String(value);
    end = close + 1;
  }
  return filled + text.slice(end);
}
