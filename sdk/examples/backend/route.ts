import { type BackendOptions, handle } from './backend.ts';

// A route handler of Next.js: app/api/[...path]/route.ts, with the other files beside it. app/callback/route.ts is
// `export { GET } from '../api/[...path]/route.ts';`. tsconfig.json needs `allowImportingTsExtensions`.

export function GET(request: Request): Promise<Response> {
  return handle(request, readOptions());
}

export function POST(request: Request): Promise<Response> {
  return handle(request, readOptions());
}

/** Read at each request: while Next.js builds, there is no environment. */
function readOptions(): BackendOptions {
  const { STACK_OUTPUTS = '', REDIRECT_URI = '', COOKIE_SECRET = '' } = process.env;
  return {
    outputs: JSON.parse(STACK_OUTPUTS),
    redirectUri: REDIRECT_URI,
    cookieSecret: COOKIE_SECRET,
  };
}
