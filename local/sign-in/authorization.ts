import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';

const tokensSchema = z.object({
  access_token: z.string(),
  id_token: z.string().optional(),
  refresh_token: z.string().optional(),
  expires_in: z.number(),
  token_type: z.string(),
});

export type Tokens = z.infer<typeof tokensSchema>;

export type App = {
  authorizeUrl: string;
  tokenUrl: string;
  clientId: string;
  redirectUri: string;
  /** @default all scopes of the app client */
  scopes?: readonly string[];
};

export type Authorization = {
  /** The URL to open in a browser. */
  url: string;
  /** The `state` that the redirect contains. */
  state: string;
  /** Exchanges the code in the redirect for tokens. */
  redeem(callback: URL): Promise<Tokens>;
};

/** One sign-in by authorization code with PKCE, RFC 7636. */
export function createAuthorization(app: App): Authorization {
  const codeVerifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const url = new URL(app.authorizeUrl);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    state,
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...(app.scopes && { scope: app.scopes.join(' ') }),
  }).toString();
  return {
    url: url.href,
    state,
    async redeem(callback) {
      const code = callback.searchParams.get('code');
      if (!code || callback.searchParams.get('state') !== state) {
        throw new Error(`Sign-in was refused: ${callback.searchParams.get('error') ?? 'no code'}`);
      }
      return fetchTokens(app, code, codeVerifier);
    },
  };
}

async function fetchTokens(app: App, code: string, codeVerifier: string): Promise<Tokens> {
  const response = await fetch(app.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: app.clientId,
      redirect_uri: app.redirectUri,
      code,
      code_verifier: codeVerifier,
    }),
  });
  if (!response.ok) throw new Error(`No tokens for the code: ${await response.text()}`);
  return tokensSchema.parse(await response.json());
}
