import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { passwordPolicy } from '../../../identity.ts';

export const passwordHashSchema = z.object({
  algorithm: z.literal('scrypt'),
  N: z.int().positive(),
  r: z.int().positive(),
  p: z.int().positive(),
  salt: z.base64().min(1),
  hash: z.base64().min(1),
});

export type PasswordHash = z.infer<typeof passwordHashSchema>;

const COST = { N: 2 ** 15, r: 8, p: 1 };
const HASH_BYTES = 32;

/** Stands in for an unknown account, which must take as long to refuse as a wrong password. */
const NOBODY: PasswordHash = {
  algorithm: 'scrypt',
  ...COST,
  salt: randomBytes(16).toString('base64'),
  hash: randomBytes(HASH_BYTES).toString('base64'),
};

export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, HASH_BYTES, COST);
  return {
    algorithm: 'scrypt',
    ...COST,
    salt: salt.toString('base64'),
    hash: hash.toString('base64'),
  };
}

export async function isPassword(
  password: string,
  stored: PasswordHash = NOBODY,
): Promise<boolean> {
  const expected = Buffer.from(stored.hash, 'base64');
  const salt = Buffer.from(stored.salt, 'base64');
  const actual = await derive(password, salt, expected.length, stored);
  return timingSafeEqual(actual, expected);
}

/** What the pool's password policy still asks for; empty when the password will do. */
export function missingFromPassword(password: string): string[] {
  const rules: [boolean, string][] = [
    [
      password.length >= passwordPolicy.minimumLength,
      `at least ${passwordPolicy.minimumLength} characters`,
    ],
    [password.length <= 256, 'at most 256 characters'],
    [/[a-z]/.test(password), 'a lower case letter'],
    [/[A-Z]/.test(password), 'an upper case letter'],
    [/[0-9]/.test(password), 'a digit'],
    [/[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]/.test(password), 'a symbol, such as ! ? - or #'],
    [password === password.trim(), 'no space at its start or end'],
  ];
  return rules.flatMap(([isMet, rule]) => (isMet ? [] : [rule]));
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
