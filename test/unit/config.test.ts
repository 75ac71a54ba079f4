import { expect, it } from 'vitest';
import { readConfig, readDynamoDBSettings } from '../../server/config.ts';

const env = {
  TABLE_NAME: 'markets',
  B2C_ISSUER: 'https://issuer.test/b2c',
  B2C_CLIENT_ID: 'applicants',
  B2B_ISSUER: 'https://issuer.test/b2b',
  CITY_HALL_CLIENTS: '{}',
  API_URL: 'https://api.test',
  B2B_API_URL: 'https://api.test',
  AUTHORIZE_URL: 'https://issuer.test/oauth2/authorize',
  TOKEN_URL: 'https://issuer.test/oauth2/token',
  B2B_TOKEN_URL: 'https://issuer.test/oauth2/token',
};

it('a whole environment is read', () => {
  expect(readConfig(env)).toEqual({ ...env, CITY_HALL_CLIENTS: {}, MARKETS_PER_APPLICANT: 50 });
});

// A URL that was forgotten had a default, so that /docs and /openapi.json named hosts that do not exist.
it.each(Object.keys(env))(
  'without %s the Lambda does not start, and reports the reason',
  (name) => {
    expect(() => readConfig({ ...env, [name]: undefined })).toThrow(`→ at ${name}`);
  },
);

it("another endpoint of DynamoDB is read from the AWS SDK's variables, its own before that of all services", () => {
  const all = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
  const own = { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:2' };
  expect(readDynamoDBSettings({})).toEqual({});
  expect(readDynamoDBSettings({ AWS_ENDPOINT_URL: '' })).toEqual({});
  expect(readDynamoDBSettings(all)).toEqual({ endpoint: all.AWS_ENDPOINT_URL });
  expect(readDynamoDBSettings({ ...all, ...own })).toEqual({
    endpoint: own.AWS_ENDPOINT_URL_DYNAMODB,
  });
});
