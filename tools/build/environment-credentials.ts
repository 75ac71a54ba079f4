/** Stands in for `@aws-sdk/credential-provider-node` in the bundle, see `build.ts`. */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
