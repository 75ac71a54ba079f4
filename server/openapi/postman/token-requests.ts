import { createEvent } from './script.ts';

/** The requests that write both tokens to the environment. */
export function createTokenRequests({ signIn }: { signIn: boolean }): object[] {
  return [cityHallToken, ...(signIn ? [authorize, signInPage, signInForm, applicantToken] : [])];
}

const cityHallToken = {
  name: 'Get a token for the city hall',
  request: {
    method: 'POST',
    url: '{{b2bTokenUrl}}',
    auth: {
      type: 'basic',
      basic: [
        { key: 'username', value: '{{cityHallClientId}}' },
        { key: 'password', value: '{{cityHallClientSecret}}' },
      ],
    },
    body: { mode: 'urlencoded', urlencoded: [{ key: 'grant_type', value: 'client_credentials' }] },
  },
  event: [
    createEvent('test', [
      "pm.test('a token', () => pm.response.to.have.status(200));",
      "pm.environment.set('cityHallToken', pm.response.json().access_token);",
    ]),
  ],
};

/*
 * Authorization code with PKCE, with the requests that a browser sends, for the demo applicant of the local
 * stack. For a deployment, use "Get New Access Token" of Postman, which opens the sign-in pages.
 */
const authorize = {
  name: 'Start the sign-in',
  protocolProfileBehavior: { followRedirects: false },
  request: {
    method: 'GET',
    auth: { type: 'noauth' },
    url: '{{authorizeUrl}}?response_type=code&client_id={{b2cClientId}}&redirect_uri={{callbackUrl}}&code_challenge={{codeChallenge}}&code_challenge_method=S256',
  },
  event: [
    createEvent('prerequest', [
      "const crypto = require('crypto-js');",
      "const toBase64Url = (words) => crypto.enc.Base64.stringify(words).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=/g, '');",
      'const codeVerifier = toBase64Url(crypto.lib.WordArray.random(32));',
      "pm.environment.set('codeVerifier', codeVerifier);",
      "pm.environment.set('codeChallenge', toBase64Url(crypto.SHA256(codeVerifier)));",
    ]),
    createEvent('test', [
      "pm.test('a redirect', () => pm.response.to.have.status(302));",
      "const [origin] = pm.environment.get('authorizeUrl').match(/^https?:[/][/][^/]+/);",
      "pm.environment.set('signInUrl', pm.response.headers.get('location').replace(/^[/]/, origin + '/'));",
    ]),
  ],
};

const signInPage = {
  name: 'Get the sign-in page',
  request: { method: 'GET', auth: { type: 'noauth' }, url: '{{signInUrl}}' },
  event: [
    createEvent('test', [
      "pm.test('a page', () => pm.response.to.have.status(200));",
      "const page = require('cheerio').load(pm.response.text());",
      "const form = page('[name=password]').closest('form');",
      "const fields = form.find('input').toArray().map((input) => [page(input).attr('name'), page(input).attr('value') || '']);",
      "const values = { ...Object.fromEntries(fields), username: pm.environment.get('applicantEmail'), password: pm.environment.get('applicantPassword') };",
      "pm.environment.set('signInForm', Object.entries(values).map((pair) => pair.map(encodeURIComponent).join('=')).join('&'));",
    ]),
  ],
};

const signInForm = {
  name: 'Sign the applicant in',
  // The code is in the redirect URL.
  protocolProfileBehavior: { followRedirects: false },
  request: {
    method: 'POST',
    auth: { type: 'noauth' },
    url: '{{signInUrl}}',
    header: [{ key: 'Content-Type', value: 'application/x-www-form-urlencoded' }],
    body: { mode: 'raw', raw: '{{signInForm}}' },
  },
  event: [
    createEvent('test', [
      "const [, code] = /[?&]code=([^&]+)/.exec(pm.response.headers.get('location')) || [];",
      "pm.test('a code', () => pm.expect(code).to.be.a('string'));",
      "pm.environment.set('code', code);",
      "pm.environment.unset('signInForm');",
    ]),
  ],
};

const applicantToken = {
  name: 'Get a token for the applicant',
  request: {
    method: 'POST',
    auth: { type: 'noauth' },
    url: '{{tokenUrl}}',
    body: {
      mode: 'urlencoded',
      urlencoded: Object.entries({
        grant_type: 'authorization_code',
        client_id: '{{b2cClientId}}',
        redirect_uri: '{{callbackUrl}}',
        code: '{{code}}',
        code_verifier: '{{codeVerifier}}',
      }).map(([key, value]) => ({ key, value })),
    },
  },
  event: [
    createEvent('test', [
      "pm.test('a token', () => pm.response.to.have.status(200));",
      "pm.environment.set('applicantToken', pm.response.json().access_token);",
    ]),
  ],
};
