import { expect, it } from 'vitest';
import { useStack } from '../use-stack.ts';
import { readBlocks, readers, readFiles } from './readme.ts';

// test/slow/sdk-package compiles and runs the blocks.

const stack = useStack();

it('each block of the README is a file of one reader, or commands for a shell', async () => {
  const blocks = await readBlocks();
  const languages = new Set(blocks.map(({ language }) => language));
  expect(languages).toEqual(new Set(['sh', 'dotenv', 'ts', 'tsx']));
  const code = blocks.filter(({ language }) => language !== 'sh');
  const sections: string[] = Object.values(readers);
  expect(code.filter(({ section }) => !sections.includes(section))).toEqual([]);
  const types = code.map(({ language, file }) => file?.endsWith(language.replace('dot', '.')));
  expect(types).toEqual(code.map(() => true));
  const names = code.map(({ section, file }) => `${section}: ${file}`);
  expect(new Set(names).size).toBe(names.length);
});

it("the React app replaces the files of Vite's template, also where the case of a name does not count", async () => {
  const files = [...(await readFiles('react')).keys()];
  for (const name of ['src/App.tsx', 'src/main.tsx']) {
    const same = files.filter((file) => file.toLowerCase() === name.toLowerCase());
    expect(same).toEqual([name]);
  }
});

it('the .env of the README is the one of the local stack with its default ports', async () => {
  const env = (await readFiles('react')).get('.env') ?? '';
  const { apiUrl, issuer, authorizeUrl, tokenUrl, logoutUrl, b2cClientId } = stack.outputs;
  const withPort = (url: string, port: number) => url.replace(new URL(url).port, `${port}`);
  expect(env.trimEnd().split('\n').slice(1)).toEqual([
    `VITE_API_URL=${withPort(apiUrl, 4000)}`,
    `VITE_ISSUER=${withPort(issuer, 4002)}`,
    `VITE_AUTHORIZE_URL=${withPort(authorizeUrl, 4002)}`,
    `VITE_TOKEN_URL=${withPort(tokenUrl, 4002)}`,
    `VITE_LOGOUT_URL=${withPort(logoutUrl, 4002)}`,
    `VITE_CLIENT_ID=${b2cClientId}`,
  ]);
});
