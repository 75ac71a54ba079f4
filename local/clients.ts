import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { createSecret } from './issuer/secrets.ts';
import { openJsonFile } from './issuer/store/json-file.ts';

const credentialsSchema = z.object({
  applicants: z.object({ clientId: z.string().min(1) }),
  cityHalls: z.record(
    z.string(),
    z.object({ clientId: z.string().min(1), clientSecret: z.string().min(1) }),
  ),
});

export type ClientCredentials = z.infer<typeof credentialsSchema>;

/** The ids and secrets of the app clients. They are kept, so a copied secret works after a restart. */
export async function openClientCredentials(
  dataDir: string,
  cityHallNames: readonly string[],
): Promise<ClientCredentials> {
  const file = await openJsonFile({
    path: `${dataDir}/clients.json`,
    schema: credentialsSchema,
    initial: async (): Promise<ClientCredentials> => ({
      applicants: { clientId: createClientId() },
      cityHalls: {},
    }),
  });
  // Not `in`: a city hall may have the name "constructor".
  const added = cityHallNames.filter((name) => !Object.hasOwn(file.value.cityHalls, name));
  if (added.length > 0) {
    await file.update(({ cityHalls }) => {
      for (const name of added) {
        cityHalls[name] = { clientId: createClientId(), clientSecret: createSecret() };
      }
    });
  }
  return file.value;
}

/** Like a client id of Cognito: 26 lower-case letters and digits. */
function createClientId(): string {
  return BigInt(`0x${randomBytes(20).toString('hex')}`)
    .toString(36)
    .padStart(26, '0')
    .slice(-26);
}
