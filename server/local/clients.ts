import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import * as z from 'zod';
import { LocalError } from './local-error.ts';

const credentialsSchema = z.object({
  applicants: z.object({ clientId: z.string().min(1) }),
  cityHalls: z.record(
    z.string(),
    z.object({ clientId: z.string().min(1), clientSecret: z.string().min(1) }),
  ),
});

export type ClientCredentials = z.infer<typeof credentialsSchema>;

/** App clients' ids and secrets: made once and kept, so that what was pasted somewhere still works. */
export async function openClientCredentials(
  dataDir: string,
  cityHallNames: readonly string[],
): Promise<ClientCredentials> {
  const path = `${dataDir}/clients.json`;
  const stored = await read(path);
  const credentials: ClientCredentials = {
    applicants: stored?.applicants ?? { clientId: createClientId() },
    cityHalls: {
      ...stored?.cityHalls,
      ...Object.fromEntries(
        cityHallNames
          .filter((name) => stored?.cityHalls[name] === undefined)
          .map((name) => [name, { clientId: createClientId(), clientSecret: createSecret() }]),
      ),
    },
  };
  await writeFile(path, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  return credentials;
}

async function read(path: string): Promise<ClientCredentials | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return credentialsSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new LocalError(`${path} is damaged. Move it away, or start with --fresh to begin anew.`, {
      cause,
    });
  }
}

/** As Cognito's: 26 lower-case letters and digits. */
function createClientId(): string {
  return BigInt(`0x${randomBytes(20).toString('hex')}`)
    .toString(36)
    .padStart(26, '0')
    .slice(-26);
}

function createSecret(): string {
  return randomBytes(32).toString('base64url');
}
