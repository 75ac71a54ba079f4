import type { Context } from 'hono';
import { isSameSecret } from '../secrets.ts';
import type { Client } from '../types.ts';
import type { UserPool } from '../user-pool.ts';
import type { Form } from './form.ts';
import { OAuthError } from './oauth-error.ts';

type Credentials = { clientId: string; clientSecret: string | undefined };

/** client_secret_basic, client_secret_post, or only the client_id of a public client. */
export function authenticateClient(c: Context, form: Form, pool: UserPool): Client {
  const header = c.req.header('authorization');
  const { clientId, clientSecret } = header ? fromBasic(header, form) : fromForm(form);
  const client = pool.client(clientId);
  const expected = client?.kind === 'machine' ? client.clientSecret : '';
  const isSame = isSameSecret(clientSecret ?? '', expected);
  if (!client || !isSame) throw new OAuthError('invalid_client');
  return client;
}

function fromForm(form: Form): Credentials {
  const clientId = form.get('client_id');
  if (clientId === undefined) throw new OAuthError('invalid_client');
  return { clientId, clientSecret: form.get('client_secret') };
}

function fromBasic(header: string, form: Form): Credentials {
  if (form.get('client_secret') !== undefined) throw new OAuthError('invalid_request');
  const encoded = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(header)?.[1] ?? '';
  const pair = Buffer.from(encoded, 'base64').toString();
  const colon = pair.indexOf(':');
  const clientId = decode(pair.slice(0, Math.max(colon, 0)));
  const clientSecret = decode(pair.slice(colon + 1));
  if (!clientId || clientSecret === undefined) {
    throw new OAuthError('invalid_client');
  }
  if ((form.get('client_id') ?? clientId) !== clientId) throw new OAuthError('invalid_request');
  return { clientId, clientSecret };
}

/** RFC 6749, 2.3.1: both halves are form-encoded inside the header. */
function decode(value: string): string | undefined {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
