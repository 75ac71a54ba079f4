import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { createSecret, sha256 } from '../secrets.ts';
import type { Clock, Lifetimes } from '../types.ts';
import { openJsonFile } from './json-file.ts';
import { subSchema } from './users.ts';

/** One sign-in and its refresh tokens. The tokens name it in `origin_jti`. */
const familySchema = z.object({
  originJti: z.uuid(),
  clientId: z.string(),
  sub: subSchema,
  scopes: z.array(z.string()),
  authTime: z.int(),
  resource: z.string().optional(),
  expiresAt: z.number(),
  isRevoked: z.boolean(),
  /** Derives the successor of each token. Files of earlier versions have none. */
  successorKey: z.string().default(createSecret),
  tokens: z.array(
    z.object({
      sha256: z.string(),
      /** When the grace period of a rotated token ends. `null` for the current token. */
      validUntil: z.number().nullable(),
    }),
  ),
});
const refreshTokensSchema = z.object({ families: z.array(familySchema) });

type Family = z.infer<typeof familySchema>;

type SignInOfRefreshToken = Pick<
  Family,
  'originJti' | 'clientId' | 'sub' | 'scopes' | 'authTime' | 'resource'
>;

export type RefreshTokens = {
  /** The first refresh token of a sign-in. */
  start(signIn: SignInOfRefreshToken): Promise<string>;
  /** The sign-in behind a valid token. */
  find(token: string): SignInOfRefreshToken | undefined;
  /** The successor of a token, the same for each call. `undefined` if the token is not valid. */
  rotate(token: string, graceSeconds: number): Promise<string | undefined>;
  revoke(originJti: string): Promise<void>;
  isRevoked(originJti: string): boolean;
};

export async function openRefreshTokens({
  path,
  clock,
  lifetimes,
}: {
  path: string;
  clock: Clock;
  lifetimes: Lifetimes;
}): Promise<RefreshTokens> {
  const file = await openJsonFile({
    path,
    schema: refreshTokensSchema,
    initial: async () => ({ families: [] }),
  });

  // A revoked family is kept until its last access token has expired.
  const isNeeded = ({ expiresAt }: Family) => expiresAt + lifetimes.accessToken * 1000 > clock();

  function findValid(families: readonly Family[], token: string) {
    const digest = digestOf(token);
    for (const family of families) {
      if (family.isRevoked || family.expiresAt <= clock()) continue;
      const entry = family.tokens.find((candidate) => candidate.sha256 === digest);
      if (entry && isLive(entry)) return { family, entry };
    }
    return undefined;
  }

  const isLive = ({ validUntil }: Family['tokens'][number]) =>
    validUntil === null || validUntil > clock();

  return {
    async start(signIn) {
      const token = createSecret();
      await file.update((draft) => {
        draft.families = draft.families.filter(isNeeded);
        draft.families.push({
          ...signIn,
          expiresAt: clock() + lifetimes.refreshToken * 1000,
          isRevoked: false,
          successorKey: createSecret(),
          tokens: [{ sha256: digestOf(token), validUntil: null }],
        });
      });
      return token;
    },

    find: (token) => findValid(file.value.families, token)?.family,

    rotate(token, graceSeconds) {
      return file.update(({ families }) => {
        const found = findValid(families, token);
        if (!found) return undefined;
        const { entry, family } = found;
        const next = createHmac('sha256', family.successorKey).update(token).digest('base64url');
        if (entry.validUntil !== null) return next;
        entry.validUntil = clock() + graceSeconds * 1000;
        family.tokens = family.tokens.filter(isLive);
        family.tokens.push({ sha256: digestOf(next), validUntil: null });
        return next;
      });
    },

    revoke: (originJti) =>
      file.update(({ families }) => {
        const family = families.find((candidate) => candidate.originJti === originJti);
        if (family) family.isRevoked = true;
      }),

    isRevoked: (originJti) =>
      file.value.families.some((family) => family.originJti === originJti && family.isRevoked),
  };
}

const digestOf = (token: string) => sha256(token).toString('base64url');
