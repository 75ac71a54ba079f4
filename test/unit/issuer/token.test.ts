import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { basic, codeVerifier, exchangeCode, getCode, post, refresh, refused } from './requests.ts';
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

const machine = { grant_type: 'client_credentials' };
const secret = { client_id: cityHall.clientId, client_secret: cityHall.clientSecret };
const asMachine = basic(cityHall.clientId, cityHall.clientSecret);

describe('an authorization code', () => {
  it('works once, and its second use revokes the tokens of the first', async () => {
    const code = await getCode(started);
    const first = await exchangeCode(started, code);
    expect(first.status).toBe(200);
    expect(first.headers.get('cache-control')).toBe('no-store');
    expect(await exchangeCode(started, code)).toEqual(refused('invalid_grant'));
    expect(await refresh(started, first.answer.refresh_token, app.clientId)).toEqual(
      refused('invalid_grant'),
    );
  });

  it('works once when it is sent twice in parallel', async () => {
    const code = await getCode(started);
    const answers = await Promise.all([1, 2, 3].map(() => exchangeCode(started, code)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
  });

  it.each([
    ['another verifier', { code_verifier: `${codeVerifier}x` }, 'invalid_grant'],
    ['a verifier too short', { code_verifier: 'v' }, 'invalid_request'],
    ['no verifier', { code_verifier: undefined }, 'invalid_request'],
    ['another redirect_uri', { redirect_uri: 'myapp://signed-in' }, 'unauthorized_client'],
    ['no redirect_uri', { redirect_uri: undefined }, 'invalid_request'],
    ['another client', { client_id: rotatingApp.clientId }, 'invalid_grant'],
    ['a machine client', secret, 'unauthorized_client'],
    ['an unknown code', { code: 'made-up' }, 'invalid_grant'],
    ['no code', { code: '' }, 'invalid_request'],
  ])('is refused with %s', async (_case, changes, error) => {
    expect(await exchangeCode(started, await getCode(started), changes)).toEqual(refused(error));
  });

  it('is spent by a wrong verifier', async () => {
    const code = await getCode(started);
    await exchangeCode(started, code, { code_verifier: 'x'.repeat(43) });
    expect(await exchangeCode(started, code)).toEqual(refused('invalid_grant'));
  });

  it('is valid for five minutes', async () => {
    const code = await getCode(started);
    const late = await getCode(started);
    clock.advance(299);
    expect((await exchangeCode(started, code)).status).toBe(200);
    clock.advance(1);
    expect(await exchangeCode(started, late)).toEqual(refused('invalid_grant'));
  });
});

describe('the token endpoint', () => {
  it('answers a machine with three members', async () => {
    const { status, answer, headers } = await post(started.endpoints.token, machine, asMachine);
    expect(status).toBe(200);
    expect(answer).toEqual({
      access_token: expect.any(String),
      expires_in: 3600,
      token_type: 'Bearer',
    });
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it.each<[string, string, Record<string, string | undefined>]>([
    ['no grant_type', 'invalid_request', { ...secret }],
    ['an unknown grant_type', 'unsupported_grant_type', { ...secret, grant_type: 'password' }],
    ['no client', 'invalid_client', machine],
    ['an unknown client', 'invalid_client', { ...machine, client_id: 'x', client_secret: 'y' }],
    ['a wrong secret', 'invalid_client', { ...machine, ...secret, client_secret: 'wrong' }],
    ['no secret', 'invalid_client', { ...machine, client_id: cityHall.clientId }],
    ['a public client', 'unauthorized_client', { ...machine, client_id: app.clientId }],
    [
      'a secret of a public client',
      'invalid_client',
      { ...machine, client_id: app.clientId, client_secret: 'x' },
    ],
    ['a foreign scope', 'invalid_scope', { ...machine, ...secret, scope: 'City/sibiu' }],
    ['openid', 'invalid_scope', { ...machine, ...secret, scope: 'openid' }],
    ['a refresh by a machine', 'unauthorized_client', { ...secret, grant_type: 'refresh_token' }],
  ])('refuses %s', async (_case, error, form) => {
    expect(await post(started.endpoints.token, form)).toEqual(refused(error));
  });

  it.each<[string, Record<string, string>]>([
    ['a wrong secret', basic(cityHall.clientId, 'wrong')],
    ['an unknown client', basic('nobody', cityHall.clientSecret)],
    ['no colon', { authorization: `Basic ${btoa('nothing')}` }],
    ['bad percent-encoding', { authorization: `Basic ${btoa('a:%zz')}` }],
    ['no base64', { authorization: 'Basic ***' }],
    ['another scheme', { authorization: 'Bearer abc' }],
  ])('answers 400 invalid_client, as Cognito documents, for %s', async (_case, headers) => {
    const answer = await post(started.endpoints.token, machine, headers);
    expect(answer).toEqual(refused('invalid_client'));
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('refuses two kinds of client authentication at once', async () => {
    const { token } = started.endpoints;
    expect(await post(token, { ...machine, ...secret }, asMachine)).toEqual(
      refused('invalid_request'),
    );
    const other = { ...machine, client_id: app.clientId };
    expect(await post(token, other, asMachine)).toEqual(refused('invalid_request'));
  });

  it('refuses a repeated parameter and a body that is not a form', async () => {
    const { token } = started.endpoints;
    const form = 'grant_type=client_credentials';
    expect(await post(token, `${form}&${form}`, asMachine)).toEqual(refused('invalid_request'));
    expect(await post(token, `${form}&scope=&scope=`, asMachine)).toEqual(
      refused('invalid_request'),
    );
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x']) {
      expect(await post(token, form, { ...asMachine, 'content-type': type })).toEqual(
        refused('invalid_request'),
      );
    }
    const utf8 = {
      ...asMachine,
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
    };
    expect((await post(token, form, utf8)).status).toBe(200);
    const form64k = `${form}&x=${'x'.repeat(64 * 1024)}`;
    const chunked = new Blob([form64k]).stream();
    for (const body of [form64k, chunked]) {
      const headers = utf8;
      const big = await fetch(token, { method: 'POST', headers, body, duplex: 'half' });
      expect([big.status, await big.json()]).toEqual([400, { error: 'invalid_request' }]);
    }
    const small = { method: 'POST', headers: utf8, body: new Blob([form]).stream() };
    expect((await fetch(token, { ...small, duplex: 'half' })).status).toBe(200);
    expect((await fetch(token)).status).toBe(404);
  });

  it('can be called from any web page, as the other APIs', async () => {
    const { token, userInfo, revoke, discovery, jwks, login } = started.endpoints;
    for (const url of [token, userInfo, revoke, discovery, jwks]) {
      const preflight = await fetch(url, {
        method: 'OPTIONS',
        headers: { origin: 'http://localhost:5173', 'access-control-request-method': 'POST' },
      });
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
      expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
    }
    const error = await post(token, machine, { origin: 'http://localhost:5173' });
    expect(error.headers.get('access-control-allow-origin')).toBe('*');
    expect((await fetch(login)).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('does not work in another pool', async () => {
    const other = started.endpoints.token.replace('local_people', 'local_cities');
    const { answer } = await post(other, machine, asMachine);
    expect(decodeJwt(answer.access_token ?? '').iss).toBe(`${started.origin}/local_cities`);
    expect(await exchangeCode(started, await getCode(started))).toMatchObject({ status: 200 });
    expect(
      await post(other, { grant_type: 'authorization_code', client_id: app.clientId }),
    ).toEqual(refused('invalid_client'));
  });
});
