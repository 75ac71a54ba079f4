/**
 * CloudWatch Logs' filter patterns for JSON, as far as ours need them: comparisons with `=` in parentheses, joined
 * by `&&`. `"*"` is any text, and numbers are compared as numbers. A missing field does not match.
 */
export function matchesPattern(pattern: string, line: Record<string, unknown>): boolean {
  const [, joined = ''] = /^\{ (.+) \}$/.exec(pattern) ?? [];
  const terms = joined.split(' && ').map((term) => /^\(\$\.([\w.]+) = (.+)\)$/.exec(term));
  if (terms.some((term) => term === null)) throw new Error(`Not understood: ${pattern}`);
  return terms.every((term) => {
    const [, path = '', wanted = ''] = term ?? [];
    const found = path.split('.').reduce<unknown>(readMember, line);
    const text = /^"(.*)"$/.exec(wanted);
    if (text === null) return found === Number(wanted);
    return text[1] === '*' ? typeof found === 'string' : found === text[1];
  });
}

function readMember(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? new Map<string, unknown>(Object.entries(value)).get(key)
    : undefined;
}
