import { FakeProblem } from './fake-problem.ts';

export type Procedures<Caller> = Readonly<
  Record<string, (input: unknown, caller: Caller) => unknown>
>;

/** Answers a tRPC request, a batch or a single call, as the API does. */
export function answerTrpc<Caller>(
  url: URL,
  init: RequestInit,
  { mount, procedures, caller }: { mount: string; procedures: Procedures<Caller>; caller: Caller },
): Response {
  const names = url.pathname.slice(mount.length).split(',');
  const isBatch = url.searchParams.get('batch') === '1';
  const json: unknown = JSON.parse(`${init.body ?? url.searchParams.get('input') ?? '{}'}`);
  const inputs = new Map(Object.entries(typeof json === 'object' && json !== null ? json : {}));
  const answers = names.map((name, index) => {
    try {
      const procedure = Object.hasOwn(procedures, name) ? procedures[name] : undefined;
      if (!procedure) throw new FakeProblem('NOT_FOUND', 'There is no such procedure here.');
      const data = procedure(isBatch ? inputs.get(`${index}`) : json, caller);
      return { status: 200, body: { result: { data } } };
    } catch (error) {
      const problem = toProblem(error);
      return { status: problem.status, body: toTrpcError(problem, name) };
    }
  });
  const [status = 200, ...others] = new Set(answers.map((answer) => answer.status));
  const bodies = answers.map(({ body }) => body);
  return Response.json(isBatch ? bodies : bodies[0], { status: others.length > 0 ? 207 : status });
}

export function toTrpcError({ message, code, status, issues }: FakeProblem, path?: string) {
  const data = { code, httpStatus: status, path, issues, requestId: 'fake' };
  return { error: { message, code: -32_600, data } };
}

/** A refusal over REST (RFC 9457). */
export function answerProblem(error: unknown): Response {
  const { code, status, message, issues } = toProblem(error);
  const type = `urn:christmas-markets:problem:${code}`;
  return Response.json(
    { type, title: code, status, detail: message, code, issues, requestId: 'fake' },
    { status, headers: { 'content-type': 'application/problem+json' } },
  );
}

/** A fault of the fake itself is not an answer. */
function toProblem(error: unknown): FakeProblem {
  if (error instanceof FakeProblem) return error;
  throw error;
}
