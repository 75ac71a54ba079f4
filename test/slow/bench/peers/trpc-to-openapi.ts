import { createOpenApiFetchHandler } from 'trpc-to-openapi';
import type { Event } from './event.ts';
import { router } from './router.ts';

/** trpc-to-openapi's own handler, and ElectroDB. */
export async function handler({ rawPath, rawQueryString, headers, body, requestContext }: Event) {
  const given = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] satisfies [string, string]],
  );
  const response = await createOpenApiFetchHandler({
    endpoint: '/',
    router,
    req: new Request(`https://api.example${rawPath}?${rawQueryString}`, {
      method: requestContext.http.method,
      headers: given,
      ...(body !== undefined && { body }),
    }),
  });
  return { statusCode: response.status, body: await response.text() };
}
