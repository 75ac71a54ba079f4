import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';
import { statements } from '../../server/markets/statements.ts';

/** The requests of the entity as data, so that the bundle holds neither the entity nor ElectroDB. */
const preparedStatements: Plugin = {
  name: 'prepared-statements',
  setup({ onLoad }) {
    onLoad({ filter: /server\/markets\/statements\.ts$/ }, () => ({
      contents: `export const statements = ${JSON.stringify(statements)};`,
    }));
  },
};

/**
 * The SDK imports event streams on demand, and no operation of DynamoDB has one. esbuild would make all modules
 * that they share with the rest initialise on demand, and keep their unused exports.
 */
const noEventStreams: Plugin = {
  name: 'no-event-streams',
  setup({ onResolve, onLoad }) {
    const namespace = 'left-out';
    onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ path }) => ({ path, namespace }));
    onLoad({ filter: /./, namespace }, ({ path }) => ({
      contents: `throw new Error(${JSON.stringify(`${path} is not in the bundle`)});`,
    }));
  },
};

/**
 * Node's own modules are loaded at the first use of an export. An import would read every export, also those
 * that load more on their first use: `node:http` alone would load a whole HTTP client and HTTP/2.
 *
 * esbuild copies the properties of such a module to an object with the same prototype, and reads imports from
 * there. So the module has no properties, and its prototype puts the real one in its place when it is asked.
 */
const lazyBuiltins: Plugin = {
  name: 'lazy-builtins',
  setup({ onResolve, onLoad }) {
    const namespace = 'builtin';
    onResolve({ filter: /./ }, ({ path }) => (isBuiltin(path) ? { path, namespace } : undefined));
    onLoad({ filter: /./, namespace }, ({ path }) => ({
      contents: `
        const load = () => process.getBuiltinModule(${JSON.stringify(path)});
        const get = (_, name, imported) => Object.setPrototypeOf(imported, load())[name];
        module.exports = Object.create(new Proxy({}, { get }), { __esModule: { value: false } });`,
    }));
  },
};

export const bundlePlugins = [preparedStatements, noEventStreams, lazyBuiltins];
