/** The scopes asked for, all of `allowed` when none are, `undefined` when one is not allowed. */
export function grantScopes(
  asked: string | undefined,
  allowed: readonly string[],
): string[] | undefined {
  const scopes = [...new Set(asked?.split(' ').filter((scope) => scope !== ''))];
  if (scopes.length === 0) return [...allowed];
  return scopes.every((scope) => allowed.includes(scope)) ? scopes : undefined;
}
