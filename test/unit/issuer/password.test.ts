import { expect, it } from 'vitest';
import {
  createPasswords,
  defaultPasswordCost,
  missingFromPassword,
  passwordNeeds,
} from '../../../local/issuer/store/password.ts';

const passwords = createPasswords(defaultPasswordCost);

it('a password is stored as a scrypt hash with its own salt', async () => {
  const [first, second] = await Promise.all([passwords.hash('secret'), passwords.hash('secret')]);
  expect(first).toMatchObject({ algorithm: 'scrypt', N: 32_768, r: 8, p: 1 });
  expect(first.salt).not.toBe(second.salt);
  expect(first.hash).not.toBe(second.hash);
  expect(await passwords.matches('secret', first)).toBe(true);
  expect(await passwords.matches('Secret', first)).toBe(false);
});

it('a hash made at another cost still matches', async () => {
  const stored = await createPasswords(2 ** 10).hash('secret');
  expect(await passwords.matches('secret', stored)).toBe(true);
});

it('the refusal of an unknown account takes as long as that of a wrong password', async () => {
  const stored = await passwords.hash('secret');
  const fastest = async (attempt: () => Promise<boolean>) => {
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const start = performance.now();
      expect(await attempt()).toBe(false);
      times.push(performance.now() - start);
    }
    return Math.min(...times);
  };
  const known = await fastest(() => passwords.matches('wrong', stored));
  // Loose on purpose: it only shows that scrypt runs either way.
  expect(await fastest(() => passwords.matches('wrong'))).toBeGreaterThan(known / 4);
});

it.each([
  ['Mulled-2026', 'at least 12 characters'],
  ['MULLED-WINE-2026', 'a lower case letter'],
  ['mulled-wine-2026', 'an upper case letter'],
  ['Mulled-Wine-Market', 'a digit'],
  ['MulledWine2026', 'a symbol, such as ! ? - or #'],
])('%s lacks %s, as the policy of the pool wants it', (password, need) => {
  expect(missingFromPassword(password)).toEqual([need]);
  expect(passwordNeeds).toContain(need);
});
