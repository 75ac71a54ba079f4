import { generateKey } from '../local/issuer/store/keys.ts';

const made: Promise<string>[] = [];

/**
 * Creates a generator of RSA private keys in PEM, all different. Every generator gives the same keys in the same order,
 * because making them is most of the time that the start of a stack takes.
 */
export function createKeyGenerator(): () => Promise<string> {
  let next = 0;
  return () => {
    const index = next++;
    made[index] ??= generateKey();
    return made[index];
  };
}
