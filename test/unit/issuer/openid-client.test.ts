import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createBrowser } from '../../../local/sign-in/browser.ts';
import { signIn, signUp } from '../../../local/sign-in/sign-in.ts';
import {
  ada,
  app,
  cityHall,
  redirectUri,
  type Started,
  startIssuerWithAda,
} from './start-issuer.ts';

// A certified client library is the judge here; it does not prove that Cognito answers alike.

const uuid = expect.stringMatching(
  /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
);
const keySchema = z.looseObject({ kty: z.literal('RSA'), kid: z.string() });
const jwksSchema = z.object({ keys: z.tuple([keySchema, keySchema]) });
const allowHttp = { execute: [oidc.allowInsecureRequests] };

let started: Started;
let sub: string;

beforeAll(async () => {
  started = await startIssuerWithAda();
  ({ sub } = await started.issuer.signUpConfirmed('local_people', ada));
});
afterAll(() => started[Symbol.asyncDispose]());

const discoverApp = () =>
  oidc.discovery(new URL(started.issuerUrl), app.clientId, undefined, oidc.None(), allowHttp);

async function signInWithLibrary() {
  const config = await discoverApp();
  oidc.enableNonRepudiationChecks(config);
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const expectedState = oidc.randomState();
  const expectedNonce = oidc.randomNonce();
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: app.scopes.join(' '),
    state: expectedState,
    nonce: expectedNonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  const browser = createBrowser(redirectUri);
  const page = await browser.open(url.href);
  const { callback } = await browser.submit(page, {
    username: ada.email.toUpperCase(),
    password: ada.password,
  });
  if (!callback) throw new Error('no callback');
  const tokens = await oidc.authorizationCodeGrant(config, callback, {
    pkceCodeVerifier,
    expectedState,
    expectedNonce,
    idTokenExpected: true,
  });
  return { config, tokens, expectedNonce };
}

describe('authorization code', () => {
  it('gives tokens with exactly the claims of Cognito', async () => {
    const { tokens, expectedNonce } = await signInWithLibrary();
    const now = Math.floor(Date.now() / 1000);

    expect(Object.keys(tokens).sort()).toEqual([
      'access_token',
      'expires_in',
      'id_token',
      'refresh_token',
      'token_type',
    ]);
    const access = decodeJwt(tokens.access_token);
    expect(access).toEqual({
      sub,
      iss: started.issuerUrl,
      client_id: app.clientId,
      token_use: 'access',
      scope: app.scopes.join(' '),
      auth_time: expect.any(Number),
      iat: expect.any(Number),
      exp: Number(access.iat) + 3600,
      jti: uuid,
      origin_jti: uuid,
      event_id: uuid,
      username: sub,
      version: 2,
    });
    expect(Math.abs(Number(access.auth_time) - now)).toBeLessThan(5);

    const id = decodeJwt(tokens.id_token ?? '');
    expect(id).toEqual({
      sub,
      aud: app.clientId,
      iss: started.issuerUrl,
      token_use: 'id',
      'cognito:username': sub,
      email: ada.email,
      email_verified: true,
      at_hash: expect.stringMatching(/^[\w-]{22}$/),
      nonce: expectedNonce,
      auth_time: access.auth_time,
      iat: access.iat,
      exp: access.exp,
      jti: uuid,
      origin_jti: access.origin_jti,
      event_id: access.event_id,
    });
    expect(id.jti).not.toBe(access.jti);
  });

  it('signs the two kinds of token with two published keys and a bare header', async () => {
    const { tokens } = await signInWithLibrary();
    const { keys } = jwksSchema.parse(await (await fetch(started.endpoints.jwks)).json());
    const [idKey, accessKey] = keys;
    const access = decodeProtectedHeader(tokens.access_token);
    const id = decodeProtectedHeader(tokens.id_token ?? '');

    expect(access).toEqual({ kid: accessKey.kid, alg: 'RS256' });
    expect(id).toEqual({ kid: idKey.kid, alg: 'RS256' });
    await jwtVerify(tokens.access_token, accessKey);
    for (const key of keys) {
      expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    }
  });

  it('gives no ID token without openid', async () => {
    const tokens = await signIn({
      authorizeUrl: started.endpoints.authorize,
      tokenUrl: started.endpoints.token,
      clientId: app.clientId,
      redirectUri,
      ...ada,
      scopes: ['B2CIdentifier/ManageChristmasMarkets'],
    });
    expect(tokens.id_token).toBeUndefined();
    expect(decodeJwt(tokens.access_token).scope).toBe('B2CIdentifier/ManageChristmasMarkets');
  });

  it('works for a person who has just signed up', async () => {
    const person = { email: 'Grace@Example.com', password: 'Roasted-Chestnut-7' };
    const client = {
      authorizeUrl: started.endpoints.authorize,
      tokenUrl: started.endpoints.token,
      clientId: app.clientId,
      redirectUri,
    };
    await signUp({ ...client, ...person, confirmationCode: () => started.lastCode() });
    const tokens = await signIn({ ...client, ...person });
    expect(decodeJwt(tokens.id_token ?? '')).toMatchObject({
      email: 'grace@example.com',
      email_verified: true,
    });
    expect(decodeJwt(tokens.access_token).scope).toBe(app.scopes.join(' '));
  });
});

describe('refresh token', () => {
  it('renews the tokens of the same sign-in', async () => {
    const { config, tokens } = await signInWithLibrary();
    const renewed = await oidc.refreshTokenGrant(config, tokens.refresh_token ?? '');
    const before = decodeJwt(tokens.access_token);
    const after = decodeJwt(renewed.access_token);

    expect(renewed.refresh_token).toBeUndefined();
    expect(after).toMatchObject({
      sub: before.sub,
      origin_jti: before.origin_jti,
      auth_time: before.auth_time,
      scope: before.scope,
    });
    expect(after.jti).not.toBe(before.jti);
    expect(decodeJwt(renewed.id_token ?? '')).not.toHaveProperty('nonce');
  });
});

describe('userInfo and revocation', () => {
  it('answers until the sign-in is revoked', async () => {
    const { config, tokens } = await signInWithLibrary();
    expect(await oidc.fetchUserInfo(config, tokens.access_token, sub)).toEqual({
      sub,
      email: ada.email,
      email_verified: 'true',
      username: sub,
    });
    const refreshToken = tokens.refresh_token ?? '';
    await oidc.tokenRevocation(config, refreshToken);
    await oidc.tokenRevocation(config, refreshToken);
    await expect(oidc.fetchUserInfo(config, tokens.access_token, sub)).rejects.toThrow();
    await expect(oidc.refreshTokenGrant(config, refreshToken)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });
});

describe.each([
  ['client_secret_basic', oidc.ClientSecretBasic],
  ['client_secret_post', oidc.ClientSecretPost],
])('client credentials with %s', (_name, authentication) => {
  it('gives an access token with exactly the claims of Cognito', async () => {
    const config = await oidc.discovery(
      new URL(started.issuerUrl),
      cityHall.clientId,
      undefined,
      authentication(cityHall.clientSecret),
      allowHttp,
    );
    const answer = await oidc.clientCredentialsGrant(config, { scope: 'City/cluj-napoca' });
    expect({ ...answer }).toEqual({
      access_token: answer.access_token,
      expires_in: 3600,
      token_type: 'bearer',
    });
    const claims = decodeJwt(answer.access_token);
    expect(claims).toEqual({
      sub: cityHall.clientId,
      client_id: cityHall.clientId,
      token_use: 'access',
      scope: 'City/cluj-napoca',
      iss: started.issuerUrl,
      auth_time: claims.iat,
      iat: expect.any(Number),
      exp: Number(claims.iat) + 3600,
      jti: uuid,
      version: 2,
    });
    const all = await oidc.clientCredentialsGrant(config);
    expect(decodeJwt(all.access_token).scope).toBe(cityHall.scopes.join(' '));
  });
});
