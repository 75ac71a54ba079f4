import type { Issue } from '../contract.ts';
import type { ProblemCode } from '../problem.ts';
import type { StandardSchema } from '../validators/standard-schema.ts';

/** What the fake refuses, with the code and the status of the API. */
export class FakeProblem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly issues: readonly Issue[] | undefined;

  constructor(code: ProblemCode, message: string, issues?: readonly Issue[]) {
    super(message);
    this.code = code;
    this.status = statuses[code] ?? 409;
    this.issues = issues;
  }
}

/** Those of the other codes are 409. */
const statuses: Partial<Record<ProblemCode, number>> = {
  MALFORMED_REQUEST: 400,
  INVALID_INPUT: 400,
  UNKNOWN_CITY: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  MARKET_NOT_FOUND: 404,
  METHOD_NOT_SUPPORTED: 405,
  CURSOR_EXPIRED: 410,
};

export function marketNotFound(): FakeProblem {
  return new FakeProblem(
    'MARKET_NOT_FOUND',
    'There is no such market, or you have no access to it.',
  );
}

export function invalidInput(path: string, message: string, code: Issue['code']): FakeProblem {
  const subject = path && `${path}: `;
  const issues = [{ path, message, code, params: {} }];
  return new FakeProblem('INVALID_INPUT', `${subject}${message}.`, issues);
}

/** The validated input. `prefix` is the place of the input in the whole. */
export function parseInput<Value>(
  schema: StandardSchema<Value>,
  input: unknown,
  prefix: readonly string[] = [],
): Value {
  const result = schema['~standard'].validate(input);
  if (!result.issues) return result.value;
  const issues = result.issues.map(({ path, ...issue }) => ({
    ...issue,
    path: [...prefix, ...path].join('.'),
  }));
  const [first] = issues;
  const subject = first?.path ? `${first.path}: ` : '';
  throw new FakeProblem('INVALID_INPUT', `${subject}${first?.message}`, issues);
}
