import type { oas31 } from 'zod-openapi';
import type { AuthorizerName } from '../contract/access-token.ts';
import { listActionScopes, toCityScopes } from '../contract/scopes.ts';
import type { City } from '../domain/cities.ts';
import type { Urls } from './urls.ts';

/** Each side of the API has one OAuth 2.0 flow, and so one scheme. */
export const schemeNames: Record<AuthorizerName, string> = { b2c: 'applicant', b2b: 'cityHall' };

export function toSecuritySchemes(
  urls: Urls,
  cities: readonly City[],
): Record<string, oas31.SecuritySchemeObject> {
  return {
    [schemeNames.b2c]: {
      type: 'oauth2',
      description:
        'A person, by authorization code with PKCE (RFC 7636, S256). Access tokens are JWTs, verified as RFC8725 advises, and live an hour; the refresh token gets the next one.',
      flows: {
        authorizationCode: {
          authorizationUrl: urls.authorizeUrl,
          tokenUrl: urls.tokenUrl,
          refreshUrl: urls.tokenUrl,
          scopes: toScopes(listActionScopes('b2c'), 'Manage your own markets.'),
        },
      },
    },
    [schemeNames.b2b]: {
      type: 'oauth2',
      description:
        'A city hall, by client credentials. Access tokens are JWTs, verified as RFC8725 advises, and live an hour: keep one and use it again. Ask for no scope to get every scope of your client: the action and a `City/{key}` for each city that you act for.',
      flows: {
        clientCredentials: {
          tokenUrl: urls.b2bTokenUrl,
          scopes: {
            ...toScopes(
              listActionScopes('b2b'),
              'Read the markets of your cities and decide on them.',
            ),
            ...Object.fromEntries(
              toCityScopes(cities).map(({ city, scope }) => [scope, `Act for ${city.name}.`]),
            ),
          },
        },
      },
    },
  };
}

function toScopes(scopes: readonly string[], description: string): Record<string, string> {
  return Object.fromEntries(scopes.map((scope) => [scope, description]));
}
