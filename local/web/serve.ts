import { createAdaptorServer } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import {
  createConnectionPolicy,
  createWebConfig,
  createWebPolicy,
  type WebConfig,
  webAssetsFolder,
  webCacheControl,
  webConfigPath,
} from '../../server/deployment/web-app.ts';
import { webDist } from '../../tools/build/web.ts';
import { listen } from '../listen.ts';

export type Web = {
  /** The host name `localhost`, because Cognito allows no other callback URL over http. */
  url: string;
  /** Until then, requests wait. */
  open(config: WebConfig): void;
  close(): Promise<void>;
};

/** Serves the built app, as CloudFront and S3 do in a deployment. */
export async function serveWeb(port: number): Promise<Web> {
  const opened = Promise.withResolvers<WebConfig>();
  const app = new Hono();
  app.use(compress());
  app.use(async (c, next) => {
    const config = await opened.promise;
    await next();
    c.header('content-security-policy', createWebPolicy(createConnectionPolicy(config)));
    c.header('x-content-type-options', 'nosniff');
    c.header('referrer-policy', 'strict-origin-when-cross-origin');
    const isAsset = c.req.path.startsWith(webAssetsFolder) && c.res.ok;
    c.header('cache-control', webCacheControl[isAsset ? 'assets' : 'others']);
  });
  app.get(webConfigPath, async (c) => c.json(createWebConfig(await opened.promise)));
  // Not before the app is built: it warns where the folder is missing.
  const built = opened.promise.then(() => ({
    file: serveStatic({ root: webDist }),
    page: serveStatic({ root: webDist, path: 'index.html' }),
  }));
  app.get('*', async (c, next) => (await built).file(c, next));
  // A page of the app. A file that does not exist is not a page.
  app.get('*', async (c, next) =>
    /\.\w+$/.test(c.req.path) ? next() : (await built).page(c, next),
  );
  const server = createAdaptorServer(app);
  if (!('keepAliveTimeout' in server) || !('closeIdleConnections' in server)) {
    throw new Error('Expected an HTTP/1.1 server.');
  }
  const listening = await listen(server, port);
  return {
    url: `http://localhost:${listening.port}`,
    open: opened.resolve,
    close: listening.close,
  };
}
