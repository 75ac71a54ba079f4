import type { Context } from 'hono';

const maxBytes = 64 * 1024;

/**
 * The form, `undefined` where it is larger than any of ours. Hono's own body limit makes a new Request,
 * which needs a patched global that we do not want.
 */
export async function readBody(c: Context): Promise<URLSearchParams | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString());
}
