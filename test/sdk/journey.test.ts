import { describe, expect, it } from 'vitest';
import { clientCredentials, createB2bClient, createB2cClient } from '../../sdk/src/index.ts';
import type { Outputs } from '../../server/deployment/outputs.ts';
import { startTestStack } from '../fixture.ts';
import { createSubmission } from './markets.ts';
import { createAuth, passSignInPage } from './sign-in-browser.ts';

describe.each(['shared', 'split'] as const)('topology %s', (topology) => {
  it('a market passes from submission to rejection, edit, approval and withdrawal', async () => {
    await using stack = await startTestStack({ topology });
    const { outputs } = stack;
    const app = createAuth(outputs);
    await app.auth.handleRedirect(await passSignInPage(app, outputs));
    const applicant = createB2cClient({ url: outputs.apiUrl, token: app.auth.token });
    const hall = createB2bClient({ url: outputs.b2bApiUrl, token: createCityHallToken(outputs) });

    expect(await applicant.cities()).toContainEqual({ key: 'cluj-napoca', name: 'Cluj-Napoca' });
    const submitted = await applicant.markets.submit(createSubmission());
    expect(submitted).toMatchObject({ status: 'pending', city: 'Cluj-Napoca', decisions: [] });
    expect(submitted.userId).toBe((await app.auth.user())?.userId);

    const waiting = await hall.markets.list({ city: 'cluj-napoca', status: 'pending' });
    expect(waiting).toEqual({ items: [submitted] });
    const rejected = await hall.markets.reject(submitted, 'The fire lane must stay free.');
    expect(rejected).toMatchObject({ status: 'rejected', marketApproved: false });
    expect(rejected.decisions).toMatchObject([
      { approved: false, reason: 'The fire lane must stay free.', decidedBy: 'cluj' },
    ]);

    const edited = await applicant.markets.edit(rejected, { marketDescription: 'Thirty huts' });
    expect(edited).toMatchObject({ status: 'pending', marketDescription: 'Thirty huts' });
    const approved = await hall.markets.approve(edited);
    expect(approved).toMatchObject({ status: 'approved', marketApproved: true });
    expect(await applicant.markets.list()).toEqual({ items: [approved] });

    expect(await applicant.markets.withdraw(approved)).toBeUndefined();
    expect(await applicant.markets.withdraw(approved)).toBeUndefined();
    expect(await stack.stored()).toEqual([]);
  });
});

it('listAll reads all pages, for applicants and for city halls', async () => {
  await using stack = await startTestStack();
  const { outputs } = stack;
  const { token } = await stack.applicant('pages');
  const applicant = createB2cClient({ url: outputs.apiUrl, token });
  const hall = createB2bClient({ url: outputs.b2bApiUrl, token: createCityHallToken(outputs) });
  const names = ['one', 'two', 'three', 'four', 'five'];
  for (const name of names) await applicant.markets.submit(createSubmission(name));

  const own = await Array.fromAsync(applicant.markets.listAll({ limit: 2 }));
  // Newest first: the client chooses ids that sort by time.
  expect(own.map((market) => market.marketName)).toEqual(names.toReversed());
  for (const { marketId } of own) {
    expect(marketId).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  }
  const pending = hall.markets.listAll({ city: 'Cluj-Napoca', status: 'pending', limit: 2 });
  expect((await Array.fromAsync(pending)).map((market) => market.marketName)).toEqual(names);
  expect((await applicant.markets.list({ limit: 2 })).nextCursor).toEqual(expect.any(String));
});

function createCityHallToken({ b2bTokenUrl, cityHalls }: Outputs) {
  const hall = cityHalls.find(({ name }) => name === 'cluj');
  if (hall === undefined) throw new Error('Expected the city hall cluj');
  const { clientId, clientSecret } = hall;
  return clientCredentials({ tokenUrl: b2bTokenUrl, clientId, clientSecret });
}
