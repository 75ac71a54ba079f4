import type { Context } from 'hono';
import { PageError } from './pages/respond.ts';

const MAX_BYTES = 64 * 1024;

/** Hono's own body limit makes a new Request, which needs a patched global that we do not want. */
export async function readBody(c: Context): Promise<URLSearchParams> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new PageError(413, 'This is more than a form can hold.');
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString());
}
