import { createServer } from 'node:http';
import { listen } from './listen.ts';

/** Waits, in the place of a frontend, for the browser to come back: RFC 8252, section 7.3. */
export async function receiveCallback(redirectUri: string): Promise<URL> {
  const { port, pathname } = new URL(redirectUri);
  const { promise, resolve } = Promise.withResolvers<URL>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', redirectUri);
    const isCallback = url.pathname === pathname;
    response.writeHead(isCallback ? 200 : 404, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(isCallback ? 'Signed in. You can go back to the terminal.' : 'Not found');
    if (isCallback) resolve(url);
  });
  const listening = await listen(server, Number(port || 80));
  const callback = await promise;
  await listening.close();
  return callback;
}
