import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { passwordPolicy } from '../../../server/deployment/user-pool-settings.ts';

export const passwordHashSchema = z.object({
  algorithm: z.literal('scrypt'),
  N: z.int().positive(),
  r: z.int().positive(),
  p: z.int().positive(),
  salt: z.base64().min(1),
  hash: z.base64().min(1),
});

type PasswordHash = z.infer<typeof passwordHashSchema>;

/** `scrypt`'s N: about 80 ms a password. */
export const defaultPasswordCost = 2 ** 15;

const hashBytes = 32;

export type Passwords = {
  hash(password: string): Promise<PasswordHash>;
  /** Without a stored hash: false after the same time, so the time does not reveal whether an account exists. */
  matches(password: string, stored?: PasswordHash): Promise<boolean>;
};

export function createPasswords(N: number): Passwords {
  const cost = { N, r: 8, p: 1 };

  async function hash(password: string): Promise<PasswordHash> {
    const salt = randomBytes(16);
    const derived = await derive(password, salt, hashBytes, cost);
    return {
      algorithm: 'scrypt',
      ...cost,
      salt: salt.toString('base64'),
      hash: derived.toString('base64'),
    };
  }

  const unknownAccount: PasswordHash = {
    algorithm: 'scrypt',
    ...cost,
    salt: randomBytes(16).toString('base64'),
    hash: randomBytes(hashBytes).toString('base64'),
  };

  async function matches(password: string, stored = unknownAccount): Promise<boolean> {
    const expected = Buffer.from(stored.hash, 'base64');
    const salt = Buffer.from(stored.salt, 'base64');
    return timingSafeEqual(await derive(password, salt, expected.length, stored), expected);
  }

  return { hash, matches };
}

const classes = [
  { isRequired: passwordPolicy.requireLowercase, pattern: /[a-z]/, need: 'a lower case letter' },
  { isRequired: passwordPolicy.requireUppercase, pattern: /[A-Z]/, need: 'an upper case letter' },
  { isRequired: passwordPolicy.requireNumbers, pattern: /[0-9]/, need: 'a digit' },
  {
    isRequired: passwordPolicy.requireSymbols,
    pattern: /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]/,
    need: 'a symbol, such as ! ? - or #',
  },
].filter(({ isRequired }) => isRequired);

const length = `at least ${passwordPolicy.minimumLength} characters`;

/** The requirements of the pool's password policy. */
export const passwordNeeds = [length, ...classes.map(({ need }) => need)];

/** The requirements that a password does not meet. */
export function missingFromPassword(password: string): string[] {
  const rules: [boolean, string][] = [
    [password.length >= passwordPolicy.minimumLength, length],
    ...classes.map(({ pattern, need }): [boolean, string] => [pattern.test(password), need]),
    // Cognito's own limits, independent of the policy.
    [password.length <= 256, 'at most 256 characters'],
    [password === password.trim(), 'no space at its start or end'],
  ];
  return rules.flatMap(([isMet, need]) => (isMet ? [] : [need]));
}

function derive(
  password: string,
  salt: Buffer,
  length: number,
  { N, r, p }: Pick<PasswordHash, 'N' | 'r' | 'p'>,
): Promise<Buffer> {
  const maxmem = 256 * N * r;
  return new Promise((resolve, reject) => {
    scrypt(password, salt, length, { N, r, p, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
