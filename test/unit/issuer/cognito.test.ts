import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSub } from '../../../local/issuer/store/sub.ts';
import { createBrowser } from '../../../local/sign-in/browser.ts';
import { authorizeUrl, exchangeCode, getCode, refresh, refused } from './requests.ts';
import {
  ada,
  pool,
  redirectUri,
  rotatingApp,
  type Started,
  startIssuerWithAda,
} from './start-issuer.ts';

let started: Started;
beforeAll(async () => {
  started = await startIssuerWithAda();
});
afterAll(() => started[Symbol.asyncDispose]());

describe('as Cognito, the issuer', () => {
  it('makes subs in the shape of a UUID without the variant bits of RFC 9562', async () => {
    const credentials = { email: 'grace@example.com', password: ada.password };
    const { sub } = await started.issuer.signUpConfirmed(pool.poolId, credentials);
    for (const each of [sub, ...Array.from({ length: 200 }, createSub)]) {
      expect(each).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-7c-f][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
    }
    expect(await started.issuer.signUpConfirmed(pool.poolId, credentials)).toEqual({ sub });
  });

  it('publishes a discovery document without PKCE, grant types and public clients', async () => {
    const discovery: unknown = await (await fetch(started.endpoints.discovery)).json();
    expect(Object.keys(Object(discovery)).sort()).toEqual([
      'authorization_endpoint',
      'end_session_endpoint',
      'id_token_signing_alg_values_supported',
      'issuer',
      'jwks_uri',
      'response_types_supported',
      'revocation_endpoint',
      'scopes_supported',
      'subject_types_supported',
      'token_endpoint',
      'token_endpoint_auth_methods_supported',
      'userinfo_endpoint',
    ]);
  });

  it('refuses a code with another redirect_uri as unauthorized_client', async () => {
    const code = await getCode(started);
    const changes = { redirect_uri: 'myapp://signed-in' };
    expect(await exchangeCode(started, code, changes)).toEqual(refused('unauthorized_client'));
  });

  it('binds the access token to the resource, also after a refresh', async () => {
    const resource = 'https://mcp.example/markets';
    const client = { client_id: rotatingApp.clientId };
    const code = await getCode(started, { ...client, resource });
    const { answer } = await exchangeCode(started, code, client);
    expect(decodeJwt(answer.access_token ?? '')).toMatchObject({
      aud: resource,
      client_id: rotatingApp.clientId,
    });
    expect(decodeJwt(answer.id_token ?? '').aud).toBe(rotatingApp.clientId);
    const next = await refresh(started, answer.refresh_token, rotatingApp.clientId);
    expect(decodeJwt(next.answer.access_token ?? '').aud).toBe(resource);
  });

  it('makes access tokens without aud if there is no resource', async () => {
    const { answer } = await exchangeCode(started, await getCode(started));
    expect(decodeJwt(answer.access_token ?? '')).not.toHaveProperty('aud');
  });

  it.each(['markets', '/markets', 'https://mcp.example/#markets'])(
    'refuses the resource %s, which is not an absolute URI without a fragment',
    async (resource) => {
      const response = await fetch(authorizeUrl(started, { resource }), { redirect: 'manual' });
      expect(response.headers.get('location')).toContain(`${redirectUri}?error=invalid_request`);
    },
  );
});

describe('the issuer', () => {
  it('ends the session of a browser when a person signs in again', async () => {
    const browser = createBrowser(redirectUri);
    const fields = { username: ada.email, password: ada.password };
    const first = await browser.submit(await browser.open(authorizeUrl(started)), fields);
    const stolen = first.response.headers.getSetCookie().join('; ').split(';')[0] ?? '';
    const isSignedIn = async () => {
      const options = { redirect: 'manual', headers: { cookie: stolen } } as const;
      const response = await fetch(authorizeUrl(started), options);
      return response.headers.get('location')?.includes('code=');
    };
    expect(await isSignedIn()).toBe(true);
    const again = await browser.open(authorizeUrl(started, { prompt: 'login' }));
    await browser.submit(again, fields);
    expect(await isSignedIn()).toBe(false);
  });

  it('announces nothing when a client closes the connection within a form', async () => {
    const before = started.announced.length;
    const { port, pathname } = new URL(started.endpoints.token);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      `POST ${pathname} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\ngrant`,
    );
    await sleep(100);
    socket.destroy();
    await sleep(100);
    expect(started.announced.slice(before)).toEqual([]);
    expect((await fetch(started.endpoints.jwks)).status).toBe(200);
  });

  it('refuses a request with two Host headers', async () => {
    const { port, pathname } = new URL(started.endpoints.jwks);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(`GET ${pathname} HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n`);
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk);
    expect(String(Buffer.concat(chunks))).toMatch(/^HTTP\/1\.1 400 /);
  });
});
