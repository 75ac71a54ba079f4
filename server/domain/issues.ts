import type { ZodError } from 'zod';

/** All codes of rejected places of the input, with their meaning. An app can translate them. */
export const issueCodes = {
  required: 'It is missing.',
  wrong_type: 'It has another type than `expected`.',
  blank: 'The text has no visible character.',
  too_long: 'The text has more than `maximum` characters.',
  forbidden_characters: 'The text has control, bidirectional formatting or hidden characters.',
  too_small: 'The number is less than `minimum`.',
  too_large: 'The number is greater than `maximum`.',
  too_many_decimals: 'The number has more than `maximum` decimals.',
  too_few: 'The list has fewer than `minimum` items.',
  too_many: 'The list has more than `maximum` items.',
  invalid_format: 'It has not the form of a date, an id or a cursor.',
  unknown_value: 'It is none of the allowed values.',
  unknown_key: 'It does not belong to the input, or not in this place.',
  repeated: 'It is given more than once.',
  contradictory: 'It differs from the `Idempotency-Key` header.',
  dates_out_of_order: '`closesOn` is before `opensOn`.',
  unknown_city: 'It is not a city of the catalogue.',
  invalid_cursor: 'The cursor is not of this list.',
  nothing_to_edit: 'The edit has no new value.',
  invalid: 'It is not valid for another reason: see `message`.',
} as const;

export type IssueCode = keyof typeof issueCodes;

/** The values that a message needs. */
export type IssueParams = { maximum?: number; minimum?: number; expected?: string };

/** One rejected place of the input: `path` as in `decisions.0.reason`, empty for the whole. */
export type Issue = { path: string; message: string; code: IssueCode; params: IssueParams };

/** Keeps an answer small, whatever was wrong with the request. Lengths are in characters. */
export const issueLimits = { issues: 20, path: 100, message: 300 } as const;

type Fault = Pick<Issue, 'code' | 'params'>;

/** For a refinement, which has no code of its own. */
export function fault(code: IssueCode, params: IssueParams = {}): { params: Fault } {
  return { params: { code, params } };
}

export function toIssues(error: ZodError): Issue[] {
  return error.issues.slice(0, issueLimits.issues).map((issue) => ({
    path: issue.path.map(String).join('.'),
    message: issue.message.slice(0, issueLimits.message),
    ...toFault(issue),
  }));
}

function toFault(issue: ZodError['issues'][number]): Fault {
  switch (issue.code) {
    case 'custom':
      return isFault(issue.params) ? issue.params : { code: 'invalid', params: {} };
    case 'invalid_type':
      // Zod does not keep the input. An absent member has no other sign than the text.
      return issue.message.endsWith('received undefined')
        ? { code: 'required', params: {} }
        : { code: 'wrong_type', params: { expected: toJsonType(issue.expected) } };
    case 'too_big':
      return { code: tooBig[toMeasure(issue.origin)], params: { maximum: Number(issue.maximum) } };
    case 'too_small':
      return {
        code: tooSmall[toMeasure(issue.origin)],
        params: { minimum: Number(issue.minimum) },
      };
    case 'invalid_format':
      return { code: 'invalid_format', params: {} };
    case 'invalid_value':
      return { code: 'unknown_value', params: {} };
    case 'unrecognized_keys':
      return { code: 'unknown_key', params: {} };
    default:
      return { code: 'invalid', params: {} };
  }
}

const tooBig = { string: 'too_long', number: 'too_large', array: 'too_many' } as const;
const tooSmall = { string: 'blank', number: 'too_small', array: 'too_few' } as const;

function toMeasure(origin: string): keyof typeof tooBig {
  return origin === 'string' || origin === 'array' ? origin : 'number';
}

function toJsonType(expected: string): string {
  return expected === 'int' ? 'integer' : expected;
}

function isFault(params: object | undefined): params is Fault {
  return params !== undefined && 'code' in params && 'params' in params;
}
