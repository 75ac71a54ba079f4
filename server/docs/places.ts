import type { oas31 } from 'zod-openapi';
import type { AuthorizerName } from '../contract/access-token.ts';
import { listActionScopes, listCityScopes } from '../contract/scopes.ts';
import type { ServedSide } from '../deployment/served-side.ts';
import type { City } from '../domain/cities.ts';

/** The URLs of the APIs and of the issuers of a stack, as in its outputs. */
export type Urls = Record<
  'apiUrl' | 'b2bApiUrl' | 'authorizeUrl' | 'tokenUrl' | 'b2bTokenUrl',
  string
>;

/** The URLs of the committed document: `.example` is reserved and never resolves (RFC 2606). */
export const exampleUrls: Urls = {
  apiUrl: 'https://api.markets.example',
  b2bApiUrl: 'https://city-halls.markets.example',
  authorizeUrl: 'https://sign-in.markets.example/oauth2/authorize',
  tokenUrl: 'https://sign-in.markets.example/oauth2/token',
  b2bTokenUrl: 'https://city-halls-sign-in.markets.example/oauth2/token',
};

/** One security scheme for each side: each has one OAuth 2.0 flow. */
export const schemeNames: Record<AuthorizerName, string> = { b2c: 'applicant', b2b: 'cityHall' };

export function createSecuritySchemes(
  urls: Urls,
  cities: readonly City[],
): Record<string, oas31.SecuritySchemeObject> {
  return {
    [schemeNames.b2c]: {
      type: 'oauth2',
      description:
        'For people: authorization code with PKCE (RFC 7636, S256). Access tokens are JWTs, verified as RFC8725 advises. They are valid for an hour; a refresh token gets the next one.',
      flows: {
        authorizationCode: {
          authorizationUrl: urls.authorizeUrl,
          tokenUrl: urls.tokenUrl,
          refreshUrl: urls.tokenUrl,
          scopes: describeScopes(listActionScopes('b2c'), 'Manage your own markets.'),
        },
      },
    },
    [schemeNames.b2b]: {
      type: 'oauth2',
      description:
        'For city halls: client credentials. Access tokens are JWTs, verified as RFC8725 advises. They are valid for an hour: keep the token and reuse it. Request no scope, to get every scope of your client: the action, and a `City/{key}` for each city that you act for.',
      flows: {
        clientCredentials: {
          tokenUrl: urls.b2bTokenUrl,
          scopes: {
            ...describeScopes(
              listActionScopes('b2b'),
              'Read the markets of your cities and decide on them.',
            ),
            ...Object.fromEntries(
              listCityScopes(cities).map(({ city, scope }) => [scope, `Act for ${city.name}.`]),
            ),
          },
        },
      },
    },
  };
}

type Servers = {
  servers: oas31.ServerObject[];
  /** For the operations of city halls, if another API serves them. `undefined`: those of the root. */
  b2bServers: oas31.ServerObject[] | undefined;
};

/**
 * Plain URLs: generated clients do not fill in variables, and most read the servers of the root alone.
 * Without a side the document is the whole one, of both APIs.
 */
export function createServers({ apiUrl, b2bApiUrl }: Urls, side?: ServedSide): Servers {
  const b2b = [createServer(b2bApiUrl, "The city halls' API")];
  if (side === 'b2b') return { servers: b2b, b2bServers: undefined };
  return {
    servers: [createServer(apiUrl, 'The API')],
    b2bServers: b2bApiUrl === apiUrl ? undefined : b2b,
  };
}

function describeScopes(scopes: readonly string[], description: string): Record<string, string> {
  return Object.fromEntries(scopes.map((scope) => [scope, description]));
}

function createServer(url: string, side: string): oas31.ServerObject {
  return {
    url: url.replace(/\/$/, ''),
    description: `${side}, in production, staging or local use`,
    'x-internal': false,
  };
}
