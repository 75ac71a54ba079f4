import type { Operation } from '../contract/routes.ts';
import { Problem, type ProblemCode } from '../domain/problems.ts';

/** The codes that an operation returns over REST. */
export function listProblemCodes({ authorizer, hasBody, meta }: Operation): ProblemCode[] {
  const codes: (ProblemCode | false)[] = [
    hasBody && 'MALFORMED_REQUEST',
    'INVALID_INPUT',
    ...(meta.problems ?? []),
    authorizer !== null && 'UNAUTHORIZED',
    authorizer !== null && 'FORBIDDEN',
    hasBody && 'PAYLOAD_TOO_LARGE',
    hasBody && 'UNSUPPORTED_MEDIA_TYPE',
    'INTERNAL_SERVER_ERROR',
    'SERVICE_UNAVAILABLE',
  ];
  return codes.filter((code) => code !== false);
}

export function toStatus(code: ProblemCode): number {
  return new Problem(code, '').status;
}
