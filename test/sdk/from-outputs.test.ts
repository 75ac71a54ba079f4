import { afterEach, expect, it, vi } from 'vitest';
import {
  clientCredentials,
  createB2bClient,
  createB2cClient,
  fromOutputs,
} from '../../sdk/src/index.ts';
import { useStack } from '../use-stack.ts';
import { createAuth, passSignInPage } from './sign-in-browser.ts';

const stack = useStack();
afterEach(() => void vi.unstubAllGlobals());

it('outputs.json has every option: for sign-in, for a city hall and for both clients', async () => {
  const options = fromOutputs(stack.outputs);
  const app = createAuth(stack.outputs, options.signIn);
  await app.auth.handleRedirect(await passSignInPage(app, stack.outputs));
  const applicant = createB2cClient({ ...options.b2c, token: app.auth.token });
  expect(await applicant.markets.list()).toEqual({ items: [] });

  const hall = createB2bClient({
    ...options.b2b,
    token: clientCredentials(options.cityHall('cluj')),
  });
  expect(await hall.markets.list({ city: 'Cluj-Napoca' })).toEqual({ items: [] });
});

it('the callback URL is the one of the page, or else the first', () => {
  expect(fromOutputs(stack.outputs).signIn.redirectUri).toBe(stack.outputs.callbackUrls[0]);
  vi.stubGlobal('location', { origin: 'http://localhost:5173' });
  expect(fromOutputs(stack.outputs).signIn.redirectUri).toBe('http://localhost:5173/callback');
});

it('a city hall that is not in the outputs is a TypeError with the names that are', () => {
  expect(() => fromOutputs(stack.outputs).cityHall('paris')).toThrow(
    'There is no city hall "paris" in the outputs, which have: bucharest, cluj, iasi, north.',
  );
  const { cityHalls, ...outputs } = stack.outputs;
  expect(cityHalls).not.toHaveLength(0);
  expect(() => fromOutputs(outputs).cityHall('cluj')).toThrow(/which have: none/);
});
