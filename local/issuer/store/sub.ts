import { randomInt, randomUUID } from 'node:crypto';

/**
 * A sub as Cognito makes them, e.g. 24688438-40e1-70d0-d97e-084cfc8992c7. Its variant is never that of
 * RFC 9562, so a client that expects a strict UUID fails here and not only in AWS.
 */
export function createSub(): string {
  const variant = '01234567cdef'[randomInt(12)];
  return randomUUID().replace(/-4(...)-.(...-.{12})$/, `-7$1-${variant}$2`);
}
