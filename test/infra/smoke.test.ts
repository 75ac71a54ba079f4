import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Outputs } from '../../server/deployment/outputs.ts';
import { startTestStack, type TestStack } from '../fixture.ts';

const entry = fileURLToPath(new URL('../../tools/smoke/main.ts', import.meta.url));
const uuids = /[0-9a-f]{8}-[0-9a-f-]{27}/g;
const kept = new Set(['authorization', 'content-type', 'idempotency-key']);
const addressSchema = z.object({ address: z.string(), port: z.number() });

function smoke(...args: string[]): Promise<{ code: unknown; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [entry, ...args], (error, out, err) => {
      resolve({ code: error?.code ?? 0, out, err });
    });
  });
}

describe.each(['shared', 'split'] as const)('topology %s', (topology) => {
  let stack: TestStack;
  beforeAll(async () => {
    stack = await startTestStack({ topology });
  });
  afterAll(() => stack[Symbol.asyncDispose]());

  it('passes, and needs no applicant', async () => {
    const { code, out, err } = await smoke('--outputs', stack.outputsFile);
    expect([code, err]).toEqual([0, '']);
    expect(out.split('\n').at(-2)).toBe(
      `${topology === 'shared' ? 13 : 18} checks of ${stack.outputs.apiUrl} passed`,
    );
  });

  it('submits, decides and withdraws, and leaves nothing behind', async () => {
    const { token } = await stack.applicant('smoke');
    const { code, out, err } = await smoke(
      '--outputs',
      stack.outputsFile,
      '--applicant-token',
      token,
    );
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('ok: the city hall rejects it\n');
    expect(out).toContain('ok: the applicant withdraws it\n');
    expect(await stack.stored()).toEqual([]);
    expect(out).not.toContain(token);
  });
});

describe('a deployment that is broken', () => {
  let stack: TestStack;
  let broken: Server;
  /** What the gateway in front of the stack gets wrong. */
  let answers: Record<string, [status: number, text: string]> = {};
  beforeAll(async () => {
    stack = await startTestStack();
    broken = createServer(async (request, response) => {
      const wrong = answers[`${request.method} ${request.url}`.replace(uuids, '{id}')];
      const body = await text(request);
      const { status, answered } = await fetch(`${stack.outputs.apiUrl}${request.url}`, {
        method: request.method ?? 'GET',
        headers: Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
          typeof value === 'string' && kept.has(name) ? [[name, value]] : [],
        ),
        ...(body && { body }),
      }).then(async (each) => ({ status: each.status, answered: await each.text() }));
      response.writeHead(wrong?.[0] ?? status).end(wrong?.[1] ?? answered);
    });
    await once(broken.listen(0, '127.0.0.1'), 'listening');
  });
  afterAll(async () => {
    broken.close();
    await stack[Symbol.asyncDispose]();
  });

  async function smokeOf(changes: Partial<Outputs>, ...args: string[]) {
    const file = `${stack.outputsFile}.changed.json`;
    await writeFile(file, JSON.stringify({ ...stack.outputs, ...changes }));
    return smoke('--outputs', file, ...args);
  }

  const own = 'GET /v1/b2c/christmas-markets/user/me';
  it.for<[string, [number, string], string]>([
    ['GET /health', [503, 'down'], '/health\n  expected 200 for everyone\n  found 503 down\n'],
    [
      'GET /openapi.json',
      [200, '{}'],
      '  expected "openapi":"3. in /openapi.json\n  found 200 {}\n',
    ],
    [own, [200, '{"items":[]}'], '  expected 401 without a token\n  found 200 {"items":[]}\n'],
    [
      'GET /v1/b2b/christmas-markets/city/Cluj-Napoca',
      [200, '{"items":[]}'],
      '  expected 403 for the city of another\n  found 200 {"items":[]}\n',
    ],
    ['PATCH /v1/b2b/christmas-markets/{id}/user/{id}', [500, 'no'], '  found 500 no\n'],
  ])('%s answers %s', async ([route, answer, message]) => {
    answers = { [route]: answer };
    const { address, port } = addressSchema.parse(broken.address());
    const url = `http://${address}:${port}`;
    const { token } = await stack.applicant('smoke');
    const { code, err } = await smokeOf(
      { apiUrl: url, b2bApiUrl: url },
      '--applicant-token',
      token,
    );
    expect(code).toBe(1);
    expect(err).toMatch(/^failed: /);
    expect(err).toContain(message);
    expect(await stack.stored()).toEqual([]);
  });

  it('says so of a wrong secret, and does not say the secret', async () => {
    const cityHalls = stack.outputs.cityHalls.map((hall) => ({ ...hall, clientSecret: 'wrong' }));
    const { code, err } = await smokeOf({ cityHalls });
    expect([code, err]).toEqual([
      1,
      `failed: POST ${stack.outputs.b2bTokenUrl}\n  expected 200 to ${cityHalls[0]?.name}\n  found 401 {"error":"invalid_client"}\n`,
    ]);
  });

  it('says where nobody answers', async () => {
    const { code, err } = await smokeOf({ apiUrl: 'http://127.0.0.1:1' });
    expect([code, err]).toEqual([1, expect.stringMatching(/^failed: GET .*:1\/health: .+\n$/)]);
  });

  it('says what the outputs lack', async () => {
    const { code, err } = await smokeOf({ apiUrl: 'not a URL' });
    expect([code, err]).toEqual([1, expect.stringContaining('at apiUrl')]);
  });
});

it('explains itself', async () => {
  expect(await smoke('--help')).toMatchObject({
    code: 0,
    out: expect.stringContaining('--outputs'),
  });
  expect(await smoke()).toMatchObject({
    code: 1,
    err: 'Give --outputs FILE. See npm run smoke -- --help\n',
  });
  expect(await smoke('--output', 'x')).toMatchObject({ code: 1 });
});
