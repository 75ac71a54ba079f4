import type { SignInStorage } from '@christmas-markets/sdk';
import { base64url, EncryptJWT, jwtDecrypt } from 'jose';

/** The sign-in of one person in an encrypted cookie: no script of the page can read it. */
export type SessionCookie = {
  /** For the option `storage` of `authorizationCode`. */
  storage: SignInStorage;
  /** The `Set-Cookie` headers, if the sign-in has changed. */
  toHeaders(): Promise<Headers>;
};

/** Browsers accept 4,096 bytes for each cookie. The tokens of a sign-in are longer. */
const partLength = 3_800;
const maxParts = 5;
const attributes = 'Path=/; HttpOnly; Secure; SameSite=Lax';
/** As long as a sign-in lasts at most. */
const maxAge = 30 * 86_400;

/**
 * @param secret - 32 random bytes in base64url, the same on all servers:
 * `node -p "crypto.randomBytes(32).toString('base64url')"`.
 */
export async function openSessionCookie(request: Request, secret: string): Promise<SessionCookie> {
  const key = base64url.decode(secret);
  const items = new Map(Object.entries(await decrypt(readCookie(request), key)));
  let hasChanged = false;
  return {
    storage: {
      getItem: (name) => items.get(name) ?? null,
      setItem(name, value) {
        items.set(name, value);
        hasChanged = true;
      },
      removeItem(name) {
        hasChanged = items.delete(name) || hasChanged;
      },
    },
    async toHeaders() {
      const headers = new Headers();
      if (!hasChanged) return headers;
      const text = items.size > 0 ? await encrypt(Object.fromEntries(items), key) : '';
      for (let part = 0; part < maxParts; part += 1) {
        const value = text.slice(part * partLength, (part + 1) * partLength);
        const age = value === '' ? 0 : maxAge;
        headers.append('set-cookie', `session.${part}=${value}; Max-Age=${age}; ${attributes}`);
      }
      return headers;
    },
  };
}

function readCookie(request: Request): string {
  const cookies = new Map(
    (request.headers.get('cookie') ?? '').split('; ').map((cookie): [string, string] => {
      const [name = '', value = ''] = cookie.split('=');
      return [name, value];
    }),
  );
  return Array.from({ length: maxParts }, (_, part) => cookies.get(`session.${part}`) ?? '').join(
    '',
  );
}

function encrypt(items: Record<string, string>, key: Uint8Array): Promise<string> {
  return new EncryptJWT({ items })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setExpirationTime(`${maxAge}s`)
    .encrypt(key);
}

/** A cookie that was changed, or that another secret encrypted, is no sign-in. */
async function decrypt(text: string, key: Uint8Array): Promise<Record<string, string>> {
  if (text === '') return {};
  try {
    const { payload } = await jwtDecrypt<{ items: Record<string, string> }>(text, key);
    return payload.items;
  } catch {
    return {};
  }
}
