import type { ClientOptions } from './client-options.ts';
import type { AuthorizationCodeOptions } from './oauth/authorization-code.ts';
import type { ClientCredentialsOptions } from './oauth/client-credentials.ts';

/**
 * The outputs of a deployment (`pulumi stack output --json`) or of the local stack (`.local/outputs.json`), as
 * far as this package needs them. An app for browsers needs no city halls: never bundle their secrets.
 */
export type StackOutputs = {
  apiUrl: string;
  b2bApiUrl: string;
  issuer: string;
  authorizeUrl: string;
  tokenUrl: string;
  b2bTokenUrl: string;
  logoutUrl: string;
  b2cClientId: string;
  callbackUrls: readonly string[];
  cityHalls?:
    | readonly {
        name: string;
        /** Names of the catalogue. */
        cities: readonly string[];
        clientId: string;
        clientSecret: string;
      }[]
    | undefined;
};

/** The options of each function of this package. */
export type OptionsFromOutputs = {
  /** For `createB2cClient`, beside `token`, and for `createPublicClient`. */
  b2c: Pick<ClientOptions, 'url'>;
  /** For `createB2bClient`, beside `token`. */
  b2b: Pick<ClientOptions, 'url'>;
  /** For `authorizationCode`. `redirectUri` is the callback URL of this page's origin, or else the first. */
  signIn: Pick<
    AuthorizationCodeOptions,
    'issuer' | 'authorizeUrl' | 'tokenUrl' | 'logoutUrl' | 'clientId' | 'redirectUri'
  >;
  /**
   * For `clientCredentials`: the city hall of that name.
   *
   * @throws `TypeError` that lists the names, if there is none.
   */
  cityHall(name: string): Pick<ClientCredentialsOptions, 'tokenUrl' | 'clientId' | 'clientSecret'>;
};

/**
 * The options of every function of this package, from the outputs of a stack.
 *
 * @example
 * ```ts
 * const options = fromOutputs(JSON.parse(await readFile('.local/outputs.json', 'utf8')));
 * const token = clientCredentials(options.cityHall('cluj'));
 * const client = createB2bClient({ ...options.b2b, token });
 * ```
 */
export function fromOutputs({
  apiUrl,
  b2bApiUrl,
  issuer,
  authorizeUrl,
  tokenUrl,
  b2bTokenUrl,
  logoutUrl,
  b2cClientId,
  callbackUrls,
  cityHalls = [],
}: StackOutputs): OptionsFromOutputs {
  const ownUrl = callbackUrls.find((url) => new URL(url).origin === globalThis.location?.origin);
  const redirectUri = ownUrl ?? callbackUrls[0] ?? '';
  return {
    b2c: { url: apiUrl },
    b2b: { url: b2bApiUrl },
    signIn: { issuer, authorizeUrl, tokenUrl, logoutUrl, clientId: b2cClientId, redirectUri },
    cityHall(name) {
      const found = cityHalls.find((each) => each.name === name);
      if (found) {
        const { clientId, clientSecret } = found;
        return { tokenUrl: b2bTokenUrl, clientId, clientSecret };
      }
      const names = cityHalls.map((each) => each.name).join(', ') || 'none';
      throw new TypeError(`There is no city hall "${name}" in the outputs, which have: ${names}.`);
    },
  };
}
