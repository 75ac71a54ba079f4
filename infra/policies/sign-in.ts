import * as z from 'zod';
import { checkOf, type Policy } from './policy.ts';

const clientType = 'aws:cognito/userPoolClient:UserPoolClient';
const clientSchema = z.object({
  generateSecret: z.boolean().default(false),
  allowedOauthFlows: z.array(z.string()).default([]),
  explicitAuthFlows: z.array(z.string()).default([]),
});

/** Flows that give the client the password of a person. */
const unsafeAuthFlows = new Set([
  'ADMIN_NO_SRP_AUTH',
  'USER_PASSWORD_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
]);

export const noImplicitFlow: Policy = {
  name: 'no-implicit-flow',
  description: 'No token is in a URL, and no client gets a password.',
  check: checkOf(clientType, clientSchema, ({ allowedOauthFlows, explicitAuthFlows }) => [
    ...(allowedOauthFlows.includes('implicit')
      ? ['the implicit flow puts tokens into URLs: use the code flow']
      : []),
    ...explicitAuthFlows
      .filter((flow) => unsafeAuthFlows.has(flow))
      .map((flow) => `${flow} gives the client people's passwords: use the code flow`),
  ]),
};

export const secretsWhereTheyBelong: Policy = {
  name: 'public-client-without-secret',
  description: 'A client that people sign in with is public (PKCE); one of a machine has a secret.',
  check: checkOf(clientType, clientSchema, ({ allowedOauthFlows, generateSecret }) => {
    const people = allowedOauthFlows.includes('code');
    const machine = allowedOauthFlows.includes('client_credentials');
    if (people && machine) return ['it serves people and machines: use two clients'];
    if (people && generateSecret) return ['browsers cannot keep a secret: use PKCE'];
    if (machine && !generateSecret) return ['a machine authenticates with a secret: generate one'];
    return [];
  }),
};
