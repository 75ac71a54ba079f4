import type { oas31 } from 'zod-openapi';
import type { Urls } from './urls.ts';

type Servers = {
  servers: oas31.ServerObject[];
  /** Of the city halls' operations, where another API serves them. */
  b2bServers: oas31.ServerObject[] | undefined;
};

/** Plain URLs: clients that are generated take them as they stand, variables and all. */
export function toServers({ apiUrl, b2bApiUrl }: Urls): Servers {
  return {
    servers: [toServer(apiUrl, 'The API')],
    b2bServers: b2bApiUrl === apiUrl ? undefined : [toServer(b2bApiUrl, "The city halls' API")],
  };
}

function toServer(url: string, side: string): oas31.ServerObject {
  return {
    url: url.replace(/\/$/, ''),
    description: `${side} of one environment: production, staging or local.`,
    'x-internal': false,
  };
}
