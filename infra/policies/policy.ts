import type * as z from 'zod';

/** A resource that Pulumi is about to create. */
type Checked = { type: string; props: unknown };

/** A rule for each resource on its own, so it also applies to future resources. */
export type Policy = {
  name: string;
  description: string;
  /** The violations, one sentence each. */
  check: (resource: Checked) => string[];
};

/** A check for the resources of a type. Resources that do not match the schema violate it too. */
export function checkOf<Schema extends z.ZodType>(
  type: string | RegExp,
  schema: Schema,
  check: (props: z.output<Schema>) => string[],
): Policy['check'] {
  return (resource) => {
    if (typeof type === 'string' ? resource.type !== type : !type.test(resource.type)) return [];
    const parsed = schema.safeParse(resource.props);
    if (parsed.success) return check(parsed.data);
    return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  };
}

export function allOf(...checks: readonly Policy['check'][]): Policy['check'] {
  return (resource) => checks.flatMap((check) => check(resource));
}
