import { expect, it } from 'vitest';
import { createB2bClient, createB2cClient } from '../../sdk/src/index.ts';

const token = 'any';
const requests: string[] = [];
const options = {
  url: 'https://api.example.com',
  token,
  async fetch(url: string) {
    requests.push(url);
    return Response.json({});
  },
};
const { markets: own } = createB2cClient(options);
const { markets: ofCity } = createB2bClient(options);

/** What a caller without types may give. */
const nothing = JSON.parse('null');
const unread = JSON.parse('{"userId":"u","marketId":"m","revision":"r"}');

it.each([
  ['list', () => own.list(nothing)],
  ['submit', () => own.submit(nothing)],
  ['edit', () => own.edit(nothing, {})],
  ['withdraw', () => own.withdraw(nothing)],
  ['approve', () => ofCity.approve(nothing)],
  ['reject', () => ofCity.reject(nothing, 'No')],
])('%s without its argument rejects instead of throwing', async (_, call) => {
  await expect(call()).rejects.toThrow(TypeError);
});

it('approve and reject fail without the decisions that were read, and send nothing', async () => {
  await expect(ofCity.approve(unread)).rejects.toThrow(TypeError);
  await expect(ofCity.reject(unread, 'No')).rejects.toThrow(TypeError);
  expect(requests).toEqual([]);
});

it.each([
  'http://api.example.com',
  'ftp://localhost',
  'http://localhost.example.com',
  // Looks local, and is not: what stands before the @ is a name and a password.
  'http://localhost:x@evil.example',
])('refuses a URL that a token must not be sent to: %s', (url) => {
  expect(() => createB2cClient({ url, token })).toThrow(TypeError);
});

it.each([
  'https://api.example.com',
  'http://localhost:4000/',
  'http://[::1]:4000',
  'HTTP://LOCALHOST:4000',
])('accepts the URL %s', (url) => {
  expect(() => createB2cClient({ url, token })).not.toThrow();
});
