import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: [
    'src/index.ts',
    'src/react-query.ts',
    'src/rest.ts',
    'src/testing.ts',
    'src/trpc.ts',
    'src/validators.ts',
  ],
  platform: 'neutral',
  target: 'es2022',
  // Declarations come from the syntax alone, which takes no type checker.
  dts: { generator: 'oxc' },
  // package.json names the files: .js and .d.ts.
  fixedExtension: false,
  failOnWarn: true,
  // A busy machine is no fault of a plugin.
  inputOptions: { checks: { pluginTimings: false } },
});
