/** A number from the environment, one at least; what is none ends the program, in one line. */
export function readCount(variable: string, byDefault: number): number {
  const text = process.env[variable] ?? `${byDefault}`;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  console.error(`${variable}=${text}: expected a whole number, 1 at least`);
  process.exit(1);
}
