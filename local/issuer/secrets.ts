import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits, safe in URLs, forms and cookies. */
export const createSecret = (): string => randomBytes(32).toString('base64url');

export const sha256 = (value: string): Buffer => createHash('sha256').update(value).digest();

/** Compares digests, so the duration depends neither on the content nor on the length. */
export const isSameSecret = (a: string, b: string): boolean =>
  timingSafeEqual(sha256(a), sha256(b));
