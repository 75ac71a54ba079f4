import { createHash } from 'node:crypto';
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
      applicants: { clientId: createClientId('applicants') },
      cityHalls: {},
    }),
  });
  // Not `in`: a city hall may have the name "constructor".
  const added = cityHallNames.filter((name) => !Object.hasOwn(file.value.cityHalls, name));
  if (added.length > 0) {
    await file.update(({ cityHalls }) => {
      for (const name of added) {
        cityHalls[name] = {
          clientId: createClientId(`city hall ${name}`),
          clientSecret: createSecret(),
        };
      }
    });
  }
  return file.value;
}

/**
 * Like a client id of Cognito: 26 lower-case letters and digits. The same in every data folder, so that a team can
 * commit it in the settings of its app.
 */
function createClientId(owner: string): string {
  return BigInt(`0x${createHash('sha256').update(owner).digest('hex').slice(0, 40)}`)
    .toString(36)
    .padStart(26, '0')
    .slice(-26);
}
