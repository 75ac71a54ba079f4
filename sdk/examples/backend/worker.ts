import { handle } from './backend.ts';

/** The bindings of the worker. */
type Env = { STACK_OUTPUTS: string; REDIRECT_URI: string; COOKIE_SECRET: string };

/** A worker, such as those of Cloudflare: its settings come with each request. */
export default {
  fetch: (request: Request, env: Env): Promise<Response> =>
    handle(request, {
      outputs: JSON.parse(env.STACK_OUTPUTS),
      redirectUri: env.REDIRECT_URI,
      cookieSecret: env.COOKIE_SECRET,
    }),
};
