import { awsLambdaRequestHandler } from '@trpc/server/adapters/aws-lambda';
import { router } from './router.ts';

/** tRPC's own Lambda adapter, and ElectroDB. */
export const handler = awsLambdaRequestHandler({ router });
