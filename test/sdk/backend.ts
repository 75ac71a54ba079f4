import { registerHooks } from 'node:module';

// The examples import the package by its name. Its sources need no build.
const sources = new URL('../../sdk/src/index.ts', import.meta.url).href;
const hooks = registerHooks({
  resolve: (specifier, context, resolve) =>
    resolve(specifier === '@christmas-markets/sdk' ? sources : specifier, context),
});

export const { GET, POST } = await import('../../sdk/examples/backend/route.ts');
export const { default: worker } = await import('../../sdk/examples/backend/worker.ts');

hooks.deregister();
