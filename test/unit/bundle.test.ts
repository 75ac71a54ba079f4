import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { defaultCityHalls } from '../../local/options.ts';
import { docsFileNames } from '../../server/docs/files.ts';
import { cityHallsSchema } from '../../server/domain/cities.ts';
import { createDocument } from '../../server/openapi/document.ts';
import { buildLambda, licenceTextsFile, maxBundleBytes } from '../../tools/build/lambda.ts';
import { parsePackagePath, toPackageName } from '../../tools/build/package-path.ts';
import { toEvent } from './recorded-event.ts';

const assets = {
  cityHalls: cityHallsSchema.parse(defaultCityHalls),
  document: createDocument(),
};
const assetFiles = ['index.mjs', licenceTextsFile, 'city-halls.json', 'openapi.json'];
const env = {
  TABLE_NAME: 'Markets',
  B2C_ISSUER: 'https://issuer.example/b2c',
  B2B_ISSUER: 'https://issuer.example/b2b',
  B2C_CLIENT_ID: 'applicants',
  CITY_HALL_CLIENTS: '{"cluj-client":"cluj"}',
  AWS_REGION: 'eu-central-1',
  API_URL: 'https://markets.test',
  B2B_API_URL: 'https://markets.test',
  AUTHORIZE_URL: 'https://sign-in.test/oauth2/authorize',
  TOKEN_URL: 'https://sign-in.test/oauth2/token',
  B2B_TOKEN_URL: 'https://sign-in.test/oauth2/token',
};
let outdir: string;
let inputs: string[];
beforeAll(async () => {
  outdir = await mkdtemp(`${tmpdir()}/christmas-markets-`);
  ({ inputs } = await buildLambda(outdir, assets));
});
afterAll(() => rm(outdir, { recursive: true, force: true }));

const firstAnswer = `
  const { handler } = await import(process.env.BUNDLE);
  const { statusCode } = await handler(${JSON.stringify(toEvent('GET /v1/cities'))}, {});
  if (statusCode !== 200) throw new Error(statusCode);
  console.error(JSON.stringify(process.moduleLoadList));
`;

describe('the Lambda bundle', () => {
  it('stays small', async () => {
    expect((await readFile(`${outdir}/index.mjs`)).length).toBeLessThanOrEqual(maxBundleBytes);
  });

  it('does not contain the document generator, pages or the local stack', () => {
    expect(inputs.some((input) => input.endsWith('server/lambda.ts'))).toBe(true);
    expect(
      inputs.filter((input) =>
        /trpc-to-openapi|zod-openapi|swagger-ui|server\/local|hono|dynalite|electrodb/.test(input),
      ),
    ).toEqual([]);
  });

  it("contains tRPC's sources, and not its build for old browsers", () => {
    const trpc = inputs.filter((input) => parsePackagePath(input)?.endsWith('/@trpc/server'));
    expect(trpc.length).toBeGreaterThan(10);
    expect(trpc.filter((input) => !input.includes('/@trpc/server/src/'))).toEqual([]);
  });

  it('has the licence text of every package in it beside it', async () => {
    const text = await readFile(`${outdir}/${licenceTextsFile}`, 'utf8');
    const bundled = new Set(inputs.flatMap((input) => parsePackagePath(input) ?? []));
    expect(bundled.size).toBeGreaterThan(20);
    for (const path of bundled) expect(text).toContain(`\n${toPackageName(path)} `);
    expect(text).toMatch(
      /\nzod [\d.]+ \(MIT\)\n=+\n\nMIT License\n\nCopyright \(c\) 2025 Colin McDonnell\n/,
    );
    expect(text.match(/Apache License\s+Version 2\.0/g)?.length).toBeGreaterThan(10);
    expect(text).not.toContain(process.cwd());
  });

  it('is the same for the same inputs', async () => {
    const again = await mkdtemp(`${tmpdir()}/christmas-markets-`);
    await buildLambda(again, assets);
    const docs = docsFileNames.map((name) => `docs/${name}`);
    for (const file of [...assetFiles, ...docs]) {
      expect(await readFile(`${again}/${file}`, 'utf8')).toBe(
        await readFile(`${outdir}/${file}`, 'utf8'),
      );
    }
    await rm(again, { recursive: true });
  });

  it('does not load modules of Node that an answer does not need', async () => {
    const { stderr } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', firstAnswer],
      { env: { ...env, BUNDLE: `${outdir}/index.mjs` } },
    );
    const loaded: string[] = JSON.parse(stderr);
    expect(loaded).toContain('NativeModule https');
    for (const name of ['fs/promises', 'http2', 'internal/deps/undici/undici', 'zlib']) {
      expect(loaded).not.toContain(`NativeModule ${name}`);
    }
    expect(inputs.filter((input) => input.includes('event-streams/'))).toEqual([]);
  });

  it('serves REST, tRPC and its pages without a Request, because the first one loads an HTTP client', async () => {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    const trap = vi.fn();
    vi.stubGlobal('Request', trap);
    const { handler } = await import(`${outdir}/index.mjs`);

    const cities = await handler(toEvent('GET /v1/cities'), {});
    expect(cities.statusCode).toBe(200);
    expect(JSON.parse(cities.body).items).toContainEqual({ key: 'iasi', name: 'Iași' });
    const rawQueryString = 'batch=1&input={"0":{},"1":{"city":"Iasi"}}';
    const batch = { ...toEvent('GET /trpc/public/{proxy+}'), rawQueryString };
    const proxy = 'health,cities,none';
    const calls = await handler({ ...batch, pathParameters: { proxy } }, {});
    expect(calls.statusCode).toBe(207);
    expect(JSON.parse(calls.body)).toMatchObject([
      { result: { data: { status: 'ok' } } },
      { error: { data: { code: 'INVALID_INPUT', path: 'cities' } } },
      { error: { data: { code: 'NOT_FOUND', httpStatus: 404 } } },
    ]);
    const refused = await handler(toEvent('GET /v1/b2c/christmas-markets/user/{userId}'), {});
    expect(refused.statusCode).toBe(401);
    const document = await handler(toEvent('GET /openapi.json'), {});
    expect(JSON.parse(document.body).servers).toMatchObject([{ url: 'https://markets.test' }]);
    const page = await handler(toEvent('GET /docs'), {});
    expect(page.body).toContain('data-client-id="applicants"');
    const named = { ...toEvent('GET /docs/{proxy+}'), pathParameters: { proxy: 'page.js' } };
    const script = await handler(named, {});
    expect(Buffer.from(script.body, 'base64').toString()).toContain('SwaggerUIBundle(');
    expect(trap).not.toHaveBeenCalled();
    vi.unstubAllGlobals();
    vi.unstubAllEnvs();
  });
});
