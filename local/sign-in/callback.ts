import { createServer } from 'node:http';
import { listen } from '../listen.ts';

/**
 * Listens for the redirect of the browser, like a frontend: RFC 8252, section 7.3. Any page can call this
 * address, so only a request with the right `state` is accepted.
 */
export async function listenForCallback(
  redirectUri: string,
  state: string,
): Promise<{ received: Promise<URL> }> {
  const { port, pathname } = new URL(redirectUri);
  const { promise, resolve } = Promise.withResolvers<URL>();
  const server = createServer((request, response) => {
    const url = URL.parse(request.url ?? '/', redirectUri);
    const isOurs = url?.pathname === pathname && url.searchParams.get('state') === state;
    response.writeHead(isOurs ? 200 : 404, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(isOurs ? 'You are signed in. Return to the terminal.' : 'Not found');
    if (isOurs) resolve(url);
  });
  const { close } = await listen(server, Number(port || 80));
  return {
    received: promise.then(async (url) => {
      await close();
      return url;
    }),
  };
}
