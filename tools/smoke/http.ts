import * as z from 'zod';
import { UserError } from '../program.ts';

/** The message names the request, what was expected and what was found. */
export class SmokeError extends UserError {
  constructor(message: string) {
    super(`failed: ${message}`);
  }
}

type Answer = { request: string; status: number; text: string };
export async function send(
  method: string,
  url: string,
  options: { token?: string; headers?: Record<string, string>; body?: object } = {},
): Promise<Answer> {
  const { token, headers, body } = options;
  const isForm = body instanceof URLSearchParams;
  try {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(30_000),
      headers: {
        ...headers,
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && !isForm && { 'content-type': 'application/json' }),
      },
      ...(body && { body: isForm ? body : JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text(), request: `${method} ${url}` };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new SmokeError(`${method} ${url}: ${cause instanceof Error ? cause.message : cause}`);
  }
}

export function parse<Schema extends z.ZodType>(schema: Schema, answer: Answer): z.output<Schema> {
  const parsed = z
    .string()
    .transform((text, context) => {
      try {
        const json: unknown = JSON.parse(text);
        return json;
      } catch {
        context.addIssue('no JSON');
        return z.NEVER;
      }
    })
    .pipe(schema)
    .safeParse(answer.text);
  if (parsed.success) return parsed.data;
  // Without the body, which may contain a token.
  throw new SmokeError(`${answer.request}: ${z.prettifyError(parsed.error)}`);
}

export function expectStatus(status: number, whom: string, answer: Answer): Answer {
  if (answer.status === status) return answer;
  throw new SmokeError(differ(String(status), whom, answer));
}

export function expectText(text: string, what: string, answer: Answer): void {
  if (answer.text.replaceAll(/:\s+/g, ':').includes(text)) return;
  throw new SmokeError(differ(`${text} in ${what}`, '', answer));
}

function differ(expected: string, whom: string, { request, status, text }: Answer): string {
  return `${request}\n  expected ${expected}${whom && ` ${whom}`}\n  found ${status} ${text.slice(0, 500)}`;
}
