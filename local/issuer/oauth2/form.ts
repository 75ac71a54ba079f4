import type { Context } from 'hono';
import { readBody } from '../body.ts';
import { OAuthError } from './oauth-error.ts';

export type Form = {
  /** An empty parameter counts as absent (RFC 6749, section 3.1). */
  get(name: string): string | undefined;
  /** Refuses a request without this parameter. */
  require(name: string): string;
};

export async function readForm(c: Context): Promise<Form> {
  const mediaType = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/x-www-form-urlencoded') throw new OAuthError('invalid_request');
  const params = await readBody(c);
  if (!params || new Set(params.keys()).size !== params.size) {
    throw new OAuthError('invalid_request');
  }

  const get = (name: string) => params.get(name) || undefined;
  return {
    get,
    require(name) {
      const value = get(name);
      if (value === undefined) throw new OAuthError('invalid_request');
      return value;
    },
  };
}
