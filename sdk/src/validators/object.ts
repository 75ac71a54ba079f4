import { type Fault, type Rule, wrongType } from './rules.ts';
import type { StandardIssue, StandardSchema } from './standard-schema.ts';

type Rules = Readonly<Record<string, Rule>>;

/** A schema of an object, by a rule for each of its members. Each value that passes has the type `Value`. */
export function createObjectSchema<Value>(options: {
  required?: Rules;
  optional: Rules;
  isEdit?: boolean;
}): StandardSchema<Value>;
export function createObjectSchema({
  required = {},
  optional,
  isEdit = false,
}: {
  required?: Rules;
  optional: Rules;
  isEdit?: boolean;
}): StandardSchema<Record<string, unknown>> {
  const rules = new Map(Object.entries({ ...required, ...optional }));
  return {
    '~standard': {
      version: 1,
      vendor: 'christmas-markets',
      validate(input) {
        if (!isRecord(input)) return { issues: [toIssue([], wrongType('object', input))] };
        const given = Object.entries(input).filter(([, value]) => value !== undefined);
        const checked = [...rules]
          .filter(([name]) => name in required || given.some(([key]) => key === name))
          .map(([name, rule]) => ({ name, ...rule(input[name]) }));
        const issues = checked.flatMap(({ name, faults }) =>
          faults.map((fault) => toIssue([name], fault)),
        );
        const unknown = given.map(([name]) => name).filter((name) => !rules.has(name));
        if (unknown.length > 0) issues.push(toIssue([], unknownKeys(unknown)));
        const value = Object.fromEntries(checked.map(({ name, value }) => [name, value]));
        if (issues.length === 0 && isEdit && checked.length === 0) issues.push(nothingToEdit);
        const isOutOfOrder = issues.length === 0 && findOrderFault(value);
        if (isOutOfOrder) issues.push(toIssue(['closesOn'], isOutOfOrder));
        return issues.length > 0 ? { issues } : { value };
      },
    },
  };
}

function toIssue(path: readonly string[], { message, code, params }: Fault): StandardIssue {
  return { path, message, code, params };
}

const nothingToEdit = toIssue([], {
  code: 'nothing_to_edit',
  params: {},
  message: 'Nothing to edit: give at least one new value',
});

function unknownKeys(names: readonly string[]): Fault {
  const quoted = names.map((name) => JSON.stringify(name)).join(', ');
  const message = `Unrecognized key${names.length > 1 ? 's' : ''}: ${quoted}`;
  return { code: 'unknown_key', params: {}, message };
}

function findOrderFault({ opensOn, closesOn }: Record<string, unknown>): Fault | undefined {
  if (typeof opensOn !== 'string' || typeof closesOn !== 'string' || opensOn <= closesOn) {
    return undefined;
  }
  const message = `must not be before opensOn, which is ${opensOn}`;
  return { code: 'dates_out_of_order', params: {}, message };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
