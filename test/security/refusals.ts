import { expect } from 'vitest';
import { type ProblemCode, problems } from '../../server/errors.ts';
import { type Answer, type Transport, toRecord } from '../api-client.ts';
import type { Door } from './doors.ts';

type Refusal = { status: number; code: ProblemCode };

/** One of our own refusals, whole: status, code, shape of the body and headers. */
export function expectRefusal(answer: Answer, transport: Transport, refusal: Refusal): void {
  const { status, code } = refusal;
  expect(answer).toMatchObject({ status, code });
  expect(answer.requestId).toBe(answer.headers.get('apigw-requestid'));
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer' : null);
  expect(answer.headers.get('retry-after')).toBe(status >= 500 ? '1' : null);
  expect(JSON.stringify(answer.body).length).toBeLessThan(8_000);
  if (transport === 'rest') {
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toEqual({
      type: `urn:christmas-markets:problem:${code}`,
      title: problems[code].title,
      status,
      detail: expect.any(String),
      code,
      requestId: answer.requestId,
      ...(answer.issues === undefined ? {} : { issues: expect.any(Array) }),
    });
  } else {
    expect(answer.headers.get('content-type')).toBe('application/json');
    const error = toRecord(toRecord(answer.body).error);
    expect(error).toMatchObject({
      message: expect.any(String),
      data: { code, httpStatus: status },
    });
    expect(Object.keys(toRecord(error.data)).sort()).toEqual(
      [
        'code',
        'httpStatus',
        ...(answer.issues === undefined ? [] : ['issues']),
        ...('path' in toRecord(error.data) ? ['path'] : []),
        'requestId',
      ].sort(),
    );
  }
}

const gatewayMessages: Record<number, string> = { 401: 'Unauthorized', 403: 'Forbidden' };
const lambdaCodes: Record<number, ProblemCode> = { 401: 'UNAUTHORIZED', 403: 'FORBIDDEN' };

/** A token refused: by the gateway in AWS's words, or by the Lambda in ours. */
export function expectTokenRefused(
  answer: Answer,
  { door, transport, status }: { door: Door; transport: Transport; status: 401 | 403 },
): void {
  if (door === 'lambda') {
    expectRefusal(answer, transport, { status, code: lambdaCodes[status] ?? 'NOT_FOUND' });
    return;
  }
  expect(answer).toMatchObject({ status, body: { message: gatewayMessages[status] } });
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(answer.headers.get('www-authenticate') ?? '').toMatch(status === 401 ? /^Bearer/ : /^$/);
}
