import { fail, UserError } from '../../../tools/program.ts';

/** A whole number from the environment, at least 1. Any other value ends the program. */
export function readCount(variable: string, byDefault: number): number {
  const text = process.env[variable] ?? `${byDefault}`;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  return fail(new UserError(`${variable}=${text}: expected a whole number, 1 at least`));
}
