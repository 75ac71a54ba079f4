import { readFile, rename, writeFile } from 'node:fs/promises';
import type * as z from 'zod';
import { UserError } from '../../../tools/program.ts';
import { createQueue } from '../queue.ts';

export type JsonFile<Value> = {
  /** The value that is on disk. */
  readonly value: Value;
  /** Calls `change` with a draft, and resolves when the draft is on disk. Updates run one at a time. */
  update<Result>(change: (draft: Value) => Result): Promise<Result>;
};

export async function openJsonFile<Value>({
  path,
  schema,
  initial,
}: {
  path: string;
  schema: z.ZodType<Value>;
  initial: () => Promise<Value>;
}): Promise<JsonFile<Value>> {
  const stored = await read(path);
  let value = stored === undefined ? await initial() : parse(path, schema, stored);
  if (stored === undefined) await write(path, value);
  const inOrder = createQueue();

  return {
    get value() {
      return value;
    },
    update: (change) =>
      inOrder(async () => {
        const draft = structuredClone(value);
        const result = change(draft);
        await write(path, draft);
        value = draft;
        return result;
      }),
  };
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function parse<Value>(path: string, schema: z.ZodType<Value>, text: string): Value {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The parser's own message quotes the file, and the file holds secrets.
    throw damaged(path, 'it is not JSON');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw damaged(path, `${issue?.path.join('.') || 'its content'}: ${issue?.message}`);
}

const damaged = (path: string, what: string) =>
  new UserError(`${path} is damaged (${what}). Move it away, or start with --fresh to delete it.`);

/** A reader, or a start after a crash, sees the old file or the new one, never a part. */
async function write(path: string, value: unknown): Promise<void> {
  const temporary = `${path}.tmp`;
  await writeFile(temporary, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(temporary, path);
}
