import { expect } from 'vitest';
import { type ProblemCode, problems } from '../../server/domain/problems.ts';
import { type Answer, type Transport, toRecord } from '../api-client.ts';
import type { Door } from './doors.ts';

type Refusal = {
  status: number;
  code: ProblemCode;
  /** The complete `WWW-Authenticate` header. By default no header is expected. */
  challenge?: string;
};

/** The challenges of RFC 6750, section 3. */
export const challenges = {
  noToken: 'Bearer',
  invalidToken: 'Bearer error="invalid_token"',
  insufficientScope: 'Bearer error="insufficient_scope"',
};

/** Checks one of our own errors completely: status, code, body and headers. */
export function expectRefusal(answer: Answer, transport: Transport, refusal: Refusal): void {
  const { status, code, challenge = null } = refusal;
  expect(answer).toMatchObject({ status, code });
  expect(answer.requestId).toBe(answer.headers.get('apigw-requestid'));
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('strict-transport-security')).toBe(
    'max-age=31536000; includeSubDomains',
  );
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('www-authenticate')).toBe(challenge);
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
const lambdaRefusals: Record<401 | 403, Refusal> = {
  401: { status: 401, code: 'UNAUTHORIZED', challenge: challenges.invalidToken },
  403: { status: 403, code: 'FORBIDDEN', challenge: challenges.insufficientScope },
};

/** Checks a refused token: the gateway's error body is AWS's, the Lambda's is ours. */
export function expectTokenRefused(
  answer: Answer,
  {
    door,
    transport,
    status,
    sent = true,
  }: {
    door: Door;
    transport: Transport;
    status: 401 | 403;
    /** Whether the request had a Bearer token. */
    sent?: boolean;
  },
): void {
  if (door === 'lambda') {
    const refusal = lambdaRefusals[status];
    expectRefusal(
      answer,
      transport,
      sent ? refusal : { ...refusal, challenge: challenges.noToken },
    );
    return;
  }
  expect(answer).toMatchObject({ status, body: { message: gatewayMessages[status] } });
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(answer.headers.get('www-authenticate') ?? '').toMatch(status === 401 ? /^Bearer/ : /^$/);
}
