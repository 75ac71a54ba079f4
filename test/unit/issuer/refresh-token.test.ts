import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { basic, exchangeCode, getCode, post, refresh, refused } from './requests.ts';
import {
  app,
  cityHall,
  createClock,
  rotatingApp,
  type Started,
  startIssuerWithAda,
} from './start-issuer.ts';

let started: Started;
const clock = createClock();

beforeAll(async () => {
  started = await startIssuerWithAda({ clock });
});
afterAll(() => started[Symbol.asyncDispose]());

describe('a refresh token', () => {
  const signIn = async (clientId: string) => {
    const code = await getCode(started, { client_id: clientId });
    return (await exchangeCode(started, code, { client_id: clientId })).answer;
  };

  it('stays the same without rotation, until it expires', async () => {
    const { refresh_token } = await signIn(app.clientId);
    clock.advance(30 * 24 * 3600 - 1);
    const renewed = await refresh(started, refresh_token, app.clientId);
    expect(Object.keys(renewed.answer)).not.toContain('refresh_token');
    expect(renewed.status).toBe(200);
    clock.advance(1);
    expect(await refresh(started, refresh_token, app.clientId)).toEqual(refused('invalid_grant'));
  });

  it('has one successor, also if twenty requests refresh it at once', async () => {
    const { refresh_token } = await signIn(rotatingApp.clientId);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => refresh(started, refresh_token, rotatingApp.clientId)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    const successors = new Set(answers.map(({ answer }) => answer.refresh_token));
    expect(successors.size).toBe(1);
    const [successor] = successors;
    expect(successor).not.toBe(refresh_token);
    const next = await refresh(started, successor, rotatingApp.clientId);
    clock.advance(10);
    for (const old of [refresh_token, successor]) {
      expect(await refresh(started, old, rotatingApp.clientId)).toEqual(refused('invalid_grant'));
    }
    const last = await refresh(started, next.answer.refresh_token, rotatingApp.clientId);
    expect(last.status).toBe(200);
  });

  it('is rotated if the client is so configured; the old one is invalid after the grace period', async () => {
    const first = await signIn(rotatingApp.clientId);
    clock.advance(60);
    const second = await refresh(started, first.refresh_token, rotatingApp.clientId);
    expect(second.answer.refresh_token).not.toBe(first.refresh_token);
    const [before, after] = [first, second.answer].map(({ access_token }) =>
      decodeJwt(access_token ?? ''),
    );
    expect(after?.origin_jti).toBe(before?.origin_jti);
    expect(after?.auth_time).toBe(before?.auth_time);
    expect(after?.iat).toBe(Number(before?.iat) + 60);

    clock.advance(9);
    expect((await refresh(started, first.refresh_token, rotatingApp.clientId)).status).toBe(200);
    clock.advance(1);
    expect(await refresh(started, first.refresh_token, rotatingApp.clientId)).toEqual(
      refused('invalid_grant'),
    );
    const third = await refresh(started, second.answer.refresh_token, rotatingApp.clientId);
    expect(third.status).toBe(200);

    // Rotation does not lengthen the sign-in.
    clock.advance(30 * 24 * 3600 - 70);
    expect(await refresh(started, third.answer.refresh_token, rotatingApp.clientId)).toEqual(
      refused('invalid_grant'),
    );
  });

  it('is refused for another client, and always gives its own scopes, as Cognito does', async () => {
    const { refresh_token } = await signIn(app.clientId);
    expect(await refresh(started, refresh_token, rotatingApp.clientId)).toEqual(
      refused('invalid_grant'),
    );
    const form = { grant_type: 'refresh_token', client_id: app.clientId, refresh_token };
    for (const scope of ['openid', 'City/cluj-napoca']) {
      const { answer } = await post(started.endpoints.token, { ...form, scope });
      expect(decodeJwt(answer.access_token ?? '').scope).toBe(app.scopes.join(' '));
    }
    expect(await refresh(started, 'made-up', app.clientId)).toEqual(refused('invalid_grant'));
    expect(await refresh(started, undefined, app.clientId)).toEqual(refused('invalid_request'));
  });

  it('is revoked by its own client only, with its access tokens', async () => {
    const { refresh_token, access_token } = await signIn(app.clientId);
    const { revoke, userInfo } = started.endpoints;
    const bearer = { authorization: `Bearer ${access_token}` };
    expect(await post(revoke, { client_id: rotatingApp.clientId, token: refresh_token })).toEqual(
      refused('invalid_grant'),
    );
    expect((await fetch(userInfo, { headers: bearer })).status).toBe(200);
    expect(await post(revoke, { client_id: app.clientId, token: access_token })).toEqual(
      refused('unsupported_token_type'),
    );
    expect(await post(revoke, { client_id: app.clientId })).toEqual(refused('invalid_request'));
    expect((await post(revoke, { client_id: app.clientId, token: 'made-up' })).status).toBe(200);

    expect((await post(revoke, { client_id: app.clientId, token: refresh_token })).status).toBe(
      200,
    );
    expect(await refresh(started, refresh_token, app.clientId)).toEqual(refused('invalid_grant'));
    expect((await fetch(userInfo, { headers: bearer })).status).toBe(401);
  });
});

describe('userInfo', () => {
  const call = async (authorization?: string) => {
    const response = await fetch(started.endpoints.userInfo, {
      headers: authorization ? { authorization } : {},
    });
    return [response.status, response.headers.get('www-authenticate')];
  };

  it('refuses everything except a valid access token with the scope openid', async () => {
    const { answer } = await exchangeCode(started, await getCode(started));
    const code = await getCode(started, { scope: app.scopes.at(-1) });
    const withoutOpenid = (await exchangeCode(started, code)).answer;
    const { answer: ofMachine } = await post(
      started.endpoints.token,
      { grant_type: 'client_credentials' },
      basic(cityHall.clientId, cityHall.clientSecret),
    );
    const invalid = [401, 'Bearer error="invalid_token"'];
    const insufficient = [401, 'Bearer error="insufficient_scope"'];

    expect(await call(`Bearer ${answer.access_token}`)).toEqual([200, null]);
    expect(await call()).toEqual(invalid);
    expect(await call('Bearer abc')).toEqual(invalid);
    expect(await call(`Basic ${answer.access_token}`)).toEqual(invalid);
    expect(await call(`Bearer ${answer.id_token}`)).toEqual(invalid);
    expect(await call(`Bearer ${answer.access_token}x`)).toEqual(invalid);
    expect(await call(`Bearer ${withoutOpenid.access_token}`)).toEqual(insufficient);
    expect(await call(`Bearer ${ofMachine.access_token}`)).toEqual(insufficient);
    clock.advance(3600);
    expect(await call(`Bearer ${answer.access_token}`)).toEqual(invalid);
  });
});
