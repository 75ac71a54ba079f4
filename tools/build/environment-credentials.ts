/** Replaces `@aws-sdk/credential-provider-node` in the bundle, see `lambda.ts`. */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
