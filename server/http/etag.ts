import { createHash } from 'node:crypto';

/** The opaque part of an `ETag`. */
export function createTag(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('base64url');
}

/** Whether the client's copy is current (RFC 9110, section 13.1.2). */
export function matchesTag(ifNoneMatch: string | undefined, tag: string): boolean {
  const known = (ifNoneMatch ?? '').split(',').map((each) => each.trim());
  return known.some((each) => each === '*' || each === `"${tag}"` || each === `W/"${tag}"`);
}
