import type { oas31 } from 'zod-openapi';
import type { Urls } from './urls.ts';

type Servers = {
  servers: oas31.ServerObject[];
  /** Of the city halls' operations, where another API serves them. */
  b2bServers: oas31.ServerObject[] | undefined;
};

/** Hosts are variables, so that a document kept in a file still serves the next deployment. */
export function toServers({ apiUrl, b2bApiUrl }: Urls): Servers {
  return {
    servers: [toServer(apiUrl, 'apiHost')],
    b2bServers: b2bApiUrl === apiUrl ? undefined : [toServer(b2bApiUrl, 'b2bApiHost')],
  };
}

function toServer(url: string, variable: 'apiHost' | 'b2bApiHost'): oas31.ServerObject {
  const { protocol, host, pathname } = new URL(url);
  const side = variable === 'apiHost' ? 'The API' : "The city halls' API";
  return {
    url: `${protocol}//{${variable}}${pathname.replace(/\/$/, '')}`,
    description: `${side} of one environment: production, staging or local.`,
    'x-internal': false,
    variables: {
      [variable]: {
        default: host,
        description: `${side}'s host, as in ${variable === 'apiHost' ? 'apiUrl' : 'b2bApiUrl'} of the deployment's outputs.`,
      },
    },
  };
}
