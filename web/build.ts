import { fileURLToPath } from 'node:url';
import { build, type InlineConfig } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const sdk = fileURLToPath(new URL('../sdk/src/', import.meta.url));

/** Without plugins: what `npm start` needs to build the app is installed by `npm ci --omit=dev`. */
export const buildOptions = {
  // Plain CSS: a search for PostCSS's configuration would take as long as everything else.
  css: { postcss: {} },
  resolve: {
    // The sources of the SDK, so that neither a build nor hot reload waits for the package.
    alias: [
      { find: /^@christmas-markets\/sdk$/, replacement: `${sdk}index.ts` },
      { find: /^@christmas-markets\/sdk\/(.+)$/, replacement: `${sdk}$1.ts` },
    ],
  },
  build: {
    target: 'es2022',
    // Inlined files would need `data:` in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // "use client" marks have no meaning without a server that renders.
      onLog: (level, log, handle) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
      },
    },
  },
} satisfies InlineConfig;

/** Builds the app into `web/dist`, for production whatever the environment of the caller is. */
export async function buildApp(): Promise<void> {
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  try {
    await build({ ...buildOptions, root, configFile: false, logLevel: 'warn' });
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
}
