import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Outputs } from '../../server/deployment/outputs.ts';
import { smokeChecks } from '../../tools/smoke/checks.ts';
import { SmokeError } from '../../tools/smoke/http.ts';
import { useStack } from '../use-stack.ts';

const uuids = /[0-9a-f]{8}-[0-9a-f-]{27}/g;
const kept = new Set(['authorization', 'content-type', 'idempotency-key']);
const addressSchema = z.object({ address: z.string(), port: z.number() });

/* test/slow/programs/smoke.test.ts runs the program. */
async function smoke(outputs: Outputs, applicantToken?: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of smokeChecks(outputs, applicantToken)) lines.push(line);
  return lines;
}

describe.each(['shared', 'split'] as const)('topology %s', (topology) => {
  const stack = useStack({ topology });

  it('passes, and needs no applicant', async () => {
    expect(await smoke(stack.outputs)).toHaveLength(topology === 'shared' ? 13 : 19);
  });

  it('submits, decides and withdraws a market, and no market remains', async () => {
    const { token } = await stack.applicant('smoke');
    const lines = await smoke(stack.outputs, token);
    expect(lines).toContain('the city hall rejects it');
    expect(lines).toContain('the applicant withdraws it');
    expect(await stack.stored()).toEqual([]);
    expect(lines.join('\n')).not.toContain(token);
  });
});

describe('a deployment that is broken', () => {
  const stack = useStack();
  let broken: Server;
  /** What the gateway in front of the stack gets wrong. */
  let answers: Record<string, [status: number, text: string]> = {};
  beforeAll(async () => {
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
  afterAll(() => {
    broken.close();
  });

  const smokeOf = (changes: Partial<Outputs>, token?: string) =>
    smoke({ ...stack.outputs, ...changes }, token);

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
    const failed: unknown = await smokeOf({ apiUrl: url, b2bApiUrl: url }, token).catch(
      (error) => error,
    );
    expect(failed).toBeInstanceOf(SmokeError);
    expect(failed).toHaveProperty('message', expect.stringMatching(/^failed: /));
    expect(failed).toHaveProperty('message', expect.stringContaining(`${message}`.trimEnd()));
    expect(await stack.stored()).toEqual([]);
  });

  it('reports a wrong secret, and does not print it', async () => {
    const cityHalls = stack.outputs.cityHalls.map((hall) => ({ ...hall, clientSecret: 'wrong' }));
    await expect(smokeOf({ cityHalls })).rejects.toThrow(
      new SmokeError(
        `POST ${stack.outputs.b2bTokenUrl}\n  expected 200 to ${cityHalls[0]?.name}\n  found 400 {"error":"invalid_client"}`,
      ),
    );
  });

  it('reports a host that does not answer', async () => {
    await expect(smokeOf({ apiUrl: 'http://127.0.0.1:1' })).rejects.toThrow(
      /^failed: GET .*:1\/health: .+$/,
    );
  });
});
