import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { openClientCredentials } from '../../local/clients.ts';

it('client ids are the same in every data folder, secrets are not', async () => {
  const halls = ['cluj', 'iasi', 'applicants'];
  const [one, other] = [await openFresh(halls), await openFresh(halls)];
  const ids = (each: typeof one) => [
    each.applicants.clientId,
    ...Object.values(each.cityHalls).map(({ clientId }) => clientId),
  ];
  expect(ids(one)).toEqual(ids(other));
  expect(new Set(ids(one)).size).toBe(4);
  for (const id of ids(one)) expect(id).toMatch(/^[0-9a-z]{26}$/);
  expect(one.cityHalls.cluj?.clientSecret).not.toBe(other.cityHalls.cluj?.clientSecret);
});

/** As after `npm start -- --fresh`. */
async function openFresh(cityHalls: string[]) {
  const dir = await mkdtemp(`${tmpdir()}/clients-`);
  try {
    return await openClientCredentials(dir, cityHalls);
  } finally {
    await rm(dir, { recursive: true });
  }
}
