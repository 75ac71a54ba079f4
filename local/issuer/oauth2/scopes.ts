/** The requested scopes, or all of `allowed` if none is requested. `undefined` if one is not allowed. */
export function grantScopes(
  asked: string | undefined,
  allowed: readonly string[],
): string[] | undefined {
  const scopes = [...new Set(asked?.split(' ').filter((scope) => scope !== ''))];
  if (scopes.length === 0) return [...allowed];
  return scopes.every((scope) => allowed.includes(scope)) ? scopes : undefined;
}
