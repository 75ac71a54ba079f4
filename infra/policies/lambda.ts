import * as z from 'zod';
import { allOf, checkOf, type Policy } from './policy.ts';

/** `arn:aws:lambda:<region>:<account>:function:<name>:<alias>` */
const aliasArn = /:function:[^:]+:(?!\$LATEST$)[^:]+$/;

export const callsGoToAnAlias: Policy = {
  name: 'calls-go-to-an-alias',
  description: 'APIs call an alias of the Lambda, so a rollback takes one call.',
  check: allOf(
    checkOf(
      'aws:apigatewayv2/integration:Integration',
      z.object({ integrationUri: z.string() }),
      ({ integrationUri }) =>
        aliasArn.test(integrationUri) ? [] : [`it calls ${integrationUri}: name an alias`],
    ),
    checkOf(
      'aws:lambda/permission:Permission',
      z.object({ qualifier: z.string().optional() }),
      ({ qualifier }) =>
        qualifier === undefined ? ['it permits calls of $LATEST: name an alias in qualifier'] : [],
    ),
    checkOf(
      'aws:lambda/function:Function',
      z.object({ publish: z.boolean().default(false) }),
      ({ publish }) =>
        publish ? [] : ['there would be no version to go back to: set publish to true'],
    ),
  ),
};
