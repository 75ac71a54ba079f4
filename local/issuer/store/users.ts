import { randomInt } from 'node:crypto';
import * as z from 'zod';
import type { Clock, Lifetimes } from '../types.ts';
import { type JsonFile, openJsonFile } from './json-file.ts';
import { missingFromPassword, type Passwords, passwordHashSchema } from './password.ts';
import { createSub } from './sub.ts';

export type User = { sub: string; email: string; isConfirmed: boolean };

type Credentials = { email: string; password: string };

/** Each method ignores the case of the email address. */
export type Users = {
  /** The confirmation code of the new account. `undefined` if the account exists, as in Cognito. */
  signUp(credentials: Credentials): Promise<string | undefined>;
  /** Ensures that this account exists, is confirmed and has this password. */
  signUpConfirmed(credentials: Credentials): Promise<{ sub: string }>;
  resendCode(email: string): Promise<string | undefined>;
  confirm(email: string, code: string): Promise<true | undefined>;
  withPassword(credentials: Credentials): Promise<User | undefined>;
  withSub(sub: string): User | undefined;
};

/** The shape of a UUID. Cognito's subs do not have the variant bits of RFC 9562. */
export const subSchema = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);

const codeAttempts = 5;

const userSchema = z.object({
  sub: subSchema,
  email: z.string().min(1),
  password: passwordHashSchema,
  /** `null` once confirmed. */
  confirmation: z
    .object({ code: passwordHashSchema, expiresAt: z.number(), attemptsLeft: z.int() })
    .nullable(),
});
const usersSchema = z.object({ users: z.array(userSchema) });

type StoredUser = z.infer<typeof userSchema>;

export async function openUsers({
  path,
  ...parts
}: {
  path: string;
  passwords: Passwords;
  clock: Clock;
  lifetimes: Lifetimes;
}): Promise<Users> {
  const file = await openJsonFile({
    path,
    schema: usersSchema,
    initial: async () => ({ users: [] }),
  });
  const store = { file, ...parts };
  return {
    signUp: (credentials) => signUp(store, credentials),
    signUpConfirmed: (credentials) => signUpConfirmed(store, credentials),
    resendCode: (email) => resendCode(store, email),
    confirm: (email, code) => confirm(store, email, code),

    async withPassword({ email, password }) {
      const user = find(file.value.users, email);
      const isMatch = await store.passwords.matches(password, user?.password);
      return user && isMatch ? toUser(user) : undefined;
    },

    withSub(sub) {
      const user = file.value.users.find((candidate) => candidate.sub === sub);
      return user && toUser(user);
    },
  };
}

type Store = {
  file: JsonFile<z.infer<typeof usersSchema>>;
  passwords: Passwords;
  clock: Clock;
  lifetimes: Pick<Lifetimes, 'confirmationCode'>;
};

async function signUp(store: Store, { email, password }: Credentials): Promise<string | undefined> {
  const [hash, { code, confirmation }] = await Promise.all([
    store.passwords.hash(password),
    createConfirmation(store),
  ]);
  return store.file.update(({ users }) => {
    // A later sign-up never replaces a password, also not that of an unconfirmed account.
    if (find(users, email)) return undefined;
    users.push(createUser(email, hash, confirmation));
    return code;
  });
}

async function signUpConfirmed(
  { file, passwords }: Store,
  { email, password }: Credentials,
): Promise<{ sub: string }> {
  const missing = missingFromPassword(password);
  if (missing.length > 0) throw new Error(`The password of ${email} needs ${missing[0]}.`);
  const before = find(file.value.users, email);
  if (before?.confirmation === null && (await passwords.matches(password, before.password))) {
    return { sub: before.sub };
  }
  const hash = await passwords.hash(password);
  return file.update(({ users }) => {
    const known = find(users, email);
    if (known) Object.assign(known, { password: hash, confirmation: null });
    const user = known ?? createUser(email, hash, null);
    if (!known) users.push(user);
    return { sub: user.sub };
  });
}

async function resendCode(store: Store, email: string): Promise<string | undefined> {
  const { code, confirmation } = await createConfirmation(store);
  return store.file.update(({ users }) => {
    const user = find(users, email);
    if (!user?.confirmation) return undefined;
    user.confirmation = confirmation;
    return code;
  });
}

async function confirm(
  { file, passwords, clock }: Store,
  email: string,
  code: string,
): Promise<true | undefined> {
  // The attempt is counted before the comparison, so neither a crash nor a race gives it back.
  const expected = await file.update(({ users }) => {
    const confirmation = find(users, email)?.confirmation;
    if (!confirmation || confirmation.attemptsLeft === 0) return undefined;
    if (confirmation.expiresAt <= clock()) return undefined;
    confirmation.attemptsLeft -= 1;
    return confirmation.code;
  });
  if (!(await passwords.matches(code, expected))) return undefined;
  return file.update(({ users }) => {
    const user = find(users, email);
    if (user?.confirmation?.code.hash !== expected?.hash) return undefined;
    if (user) user.confirmation = null;
    return true;
  });
}

async function createConfirmation({ passwords, clock, lifetimes }: Store) {
  const code = randomInt(1_000_000).toString().padStart(6, '0');
  const confirmation = {
    code: await passwords.hash(code),
    expiresAt: clock() + lifetimes.confirmationCode * 1000,
    attemptsLeft: codeAttempts,
  };
  return { code, confirmation };
}

/** A Cognito pool with email sign-in ignores the case of the address. */
export const normalizeEmail = (email: string): string => email.trim().toLowerCase();

const find = (users: readonly StoredUser[], email: string) =>
  users.find((user) => user.email === normalizeEmail(email));

const createUser = (
  email: string,
  password: StoredUser['password'],
  confirmation: StoredUser['confirmation'],
): StoredUser => ({ sub: createSub(), email: normalizeEmail(email), password, confirmation });

const toUser = ({ sub, email, confirmation }: StoredUser): User => ({
  sub,
  email,
  isConfirmed: confirmation === null,
});
