import type * as z from 'zod';

/** A resource as Pulumi is about to make it. */
type Checked = { type: string; props: unknown };

/** A rule for resources one by one, so that it holds for resources that nobody has thought of yet. */
export type Policy = {
  name: string;
  description: string;
  /** What is wrong, a sentence each. */
  check: (resource: Checked) => string[];
};

/** The check of a type's resources; those that lack what the schema demands violate it, too. */
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
