import type { Context } from 'hono';

const maxBytes = 64 * 1024;

/** The client closed the connection before the body ended. It receives no answer. */
export class RequestAborted extends Error {}

/**
 * The form, or `undefined` if it is too large. Not Hono's body limit: it creates a `Request`, which
 * needs a patched global.
 */
export async function readBody(c: Context): Promise<URLSearchParams | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of c.req.raw.body ?? []) {
      size += chunk.length;
      if (size > maxBytes) return undefined;
      chunks.push(chunk);
    }
  } catch (cause) {
    throw new RequestAborted('The client closed the connection.', { cause });
  }
  return new URLSearchParams(Buffer.concat(chunks).toString());
}
