import { expect, it } from 'vitest';
import {
  type AuthorizationCodeOptions,
  authorizationCode,
  type ClientCredentialsOptions,
  clientCredentials,
  createB2bClient,
  createB2cClient,
  createPublicClient,
  discover,
} from '../../sdk/src/index.ts';
import { createRestClient } from '../../sdk/src/rest.ts';
import { marketsLink } from '../../sdk/src/trpc.ts';

const signIn: AuthorizationCodeOptions = {
  issuer: 'https://issuer.example.com',
  authorizeUrl: 'https://auth.example.com/oauth2/authorize',
  tokenUrl: 'https://auth.example.com/oauth2/token',
  logoutUrl: 'https://auth.example.com/logout',
  clientId: 'client',
  redirectUri: 'https://app.example.com/callback',
};
const machine: ClientCredentialsOptions = {
  tokenUrl: 'https://auth.example.com/oauth2/token',
  clientId: 'client',
  clientSecret: 'secret',
};
/** What a caller without types may give. */
const missing = JSON.parse('{}').missing;

it.each(['issuer', 'authorizeUrl', 'tokenUrl', 'logoutUrl', 'clientId', 'redirectUri'])(
  'authorizationCode names %s where it is missing',
  (name) => {
    expect(() => authorizationCode(signIn)).not.toThrow();
    for (const value of [missing, '', 7]) {
      expect(() => authorizationCode({ ...signIn, [name]: value })).toThrow(TypeError);
      expect(() => authorizationCode({ ...signIn, [name]: value })).toThrow(name);
    }
  },
);

it.each(['tokenUrl', 'clientId', 'clientSecret'])(
  'clientCredentials names %s where it is missing',
  (name) => {
    expect(() => clientCredentials(machine)).not.toThrow();
    for (const value of [missing, '']) {
      expect(() => clientCredentials({ ...machine, [name]: value })).toThrow(TypeError);
      expect(() => clientCredentials({ ...machine, [name]: value })).toThrow(name);
    }
  },
);

it.each([
  ['createB2cClient', createB2cClient],
  ['createB2bClient', createB2bClient],
  ['createRestClient', createRestClient],
])('%s names a missing url or token', (_, create) => {
  const options = { url: 'https://api.example.com', token: 'token' };
  expect(() => create(options)).not.toThrow();
  expect(() => create({ ...options, url: missing })).toThrow(/url must be an https:/);
  expect(() => create({ ...options, token: JSON.parse('7') })).toThrow(/token must be a string or/);
});

it('the clients that need a token name it if it is missing', () => {
  const options = { url: 'https://api.example.com', token: missing };
  expect(() => createB2cClient(options)).toThrow(/token must be/);
  expect(() => createB2bClient(options)).toThrow(/token must be/);
  expect(() => marketsLink({ router: 'b2c', ...options })).toThrow(/token must be/);
});

it.each(['issuer', 'authorizeUrl', 'tokenUrl', 'logoutUrl'])(
  'no %s of another scheme is taken: it would be navigated to, or sent secrets',
  async (name) => {
    for (const url of [
      'javascript:alert(1)',
      'http://auth.example.com/',
      'data:text/html,x',
      '/x',
    ]) {
      expect(() => authorizationCode({ ...signIn, [name]: url })).toThrow(
        `${name} must be an https:// URL, found ${url}. (allowInsecureHttp allows http://.)`,
      );
    }
  },
);

it('allowInsecureHttp allows http: beyond loopback, and no other scheme', async () => {
  const options = { url: 'http://10.0.2.2:4000', token: 'token', allowInsecureHttp: true };
  for (const create of [createB2cClient, createB2bClient, createPublicClient, createRestClient]) {
    expect(() => create({ ...options, allowInsecureHttp: undefined })).toThrow(
      'url must be an https:// URL, found http://10.0.2.2:4000. (allowInsecureHttp allows http://.)',
    );
    expect(() => create(options)).not.toThrow();
    expect(() => create({ ...options, url: 'ftp://10.0.2.2' })).toThrow(/url must be an https:/);
  }
  expect(() => marketsLink({ router: 'b2c', ...options })).not.toThrow();
  const tokenUrl = 'http://issuer:4002/oauth2/token';
  const allowInsecureHttp = true;
  expect(() => clientCredentials({ ...machine, tokenUrl })).toThrow(/allowInsecureHttp/);
  expect(() => clientCredentials({ ...machine, tokenUrl, allowInsecureHttp })).not.toThrow();
  expect(() => authorizationCode({ ...signIn, tokenUrl })).toThrow(/allowInsecureHttp/);
  expect(() => authorizationCode({ ...signIn, tokenUrl, allowInsecureHttp })).not.toThrow();
  const document = {
    issuer: 'http://issuer:4002',
    authorization_endpoint: 'http://issuer:4002/oauth2/authorize',
    token_endpoint: tokenUrl,
    end_session_endpoint: 'http://issuer:4002/logout',
  };
  const fetch = async () => Response.json(document);
  await expect(discover(document.issuer, { fetch })).rejects.toThrow(/allowInsecureHttp/);
  expect(await discover(document.issuer, { fetch, allowInsecureHttp })).toMatchObject({ tokenUrl });
});

it('a city hall gets a token over http: with allowInsecureHttp', async () => {
  const urls: string[] = [];
  const token = clientCredentials({
    ...machine,
    tokenUrl: 'http://issuer:4002/oauth2/token',
    allowInsecureHttp: true,
    async fetch(url) {
      urls.push(url);
      return Response.json({ access_token: 'token', token_type: 'Bearer', expires_in: 60 });
    },
  });
  expect(await token()).toBe('token');
  expect(urls).toEqual(['http://issuer:4002/oauth2/token']);
});

it('an endpoint with another scheme in the discovery document is refused', async () => {
  const document = {
    issuer: 'https://issuer.example.com',
    authorization_endpoint: 'https://auth.example.com/oauth2/authorize',
    token_endpoint: 'https://auth.example.com/oauth2/token',
    end_session_endpoint: 'https://auth.example.com/logout',
  };
  const discoverIn = (changes: object) =>
    discover(document.issuer, { fetch: async () => Response.json({ ...document, ...changes }) });
  expect(await discoverIn({})).toMatchObject({ logoutUrl: document.end_session_endpoint });
  for (const name of ['authorization_endpoint', 'token_endpoint', 'end_session_endpoint']) {
    for (const url of ['javascript:alert(1)', 'http://auth.example.com/', undefined]) {
      await expect(discoverIn({ [name]: url })).rejects.toMatchObject({
        code: 'SIGN_IN_FAILED',
        message: expect.stringContaining(name),
      });
    }
  }
  await expect(discover('http://issuer.example.com')).rejects.toThrow(/issuer must be an https:/);
});

it.each(['two words', 'line\nbreak', 'Bearer abc', ' padded', 'ț', JSON.parse('null'), 7])(
  'a token that cannot be sent is refused before any request, and not quoted: %j',
  async (token) => {
    const requests: string[] = [];
    const fetch = async (url: string) => {
      requests.push(url);
      return Response.json({});
    };
    const url = 'https://api.example.com';
    const calls = [
      () => createB2cClient({ url, token: () => token, fetch }).markets.list(),
      () => createB2bClient({ url, token: () => token, fetch }).markets.list({ city: 'iasi' }),
      () => createRestClient({ url, token: () => token, fetch }).GET('/v1/b2c/users/me'),
    ];
    for (const call of calls) {
      const error = await call().catch((thrown) => thrown);
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toBe('token must be an access token, without white space.');
    }
    expect(requests).toEqual([]);
  },
);

it('an empty token means that no user is signed in', async () => {
  const client = createB2cClient({ url: 'https://api.example.com', token: () => '' });
  await expect(client.markets.list()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
});
