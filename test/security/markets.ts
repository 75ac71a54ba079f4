import { expect } from 'vitest';
import type * as z from 'zod';
import { marketSchema } from '../../server/domain/market.ts';
import { createCall } from '../api-client.ts';
import type { Applicant, TestStack } from '../fixture.ts';

export const content = {
  marketName: 'Târgul de Crăciun',
  marketDescription: 'Forty huts and a carousel',
  marketAveragePrice: 12.5,
  city: 'Cluj-Napoca',
};

export type Market = z.infer<typeof marketSchema>;

/** Submits a market over REST. */
export async function submitMarket(
  { outputs }: Pick<TestStack, 'outputs'>,
  { token }: Pick<Applicant, 'token'>,
  changes: Partial<typeof content> & { marketId?: string } = {},
): Promise<Market> {
  const call = createCall(outputs, 'rest');
  const input = { userId: 'me', ...content, ...changes };
  const { status, body } = await call('b2c.markets.submit', input, token);
  expect(status, JSON.stringify(body)).toBe(201);
  return marketSchema.parse(body);
}
