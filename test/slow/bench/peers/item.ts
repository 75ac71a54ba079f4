import { randomUUID } from 'node:crypto';

/** A market as the peers store it. They check nothing. */
export function createItem(body: string | undefined, userId: string): Record<string, unknown> {
  const content: Record<string, unknown> = JSON.parse(body ?? '{}');
  return createMarket(content, userId);
}

export function createMarket(content: Record<string, unknown>, userId: string) {
  const revision = randomUUID();
  return {
    marketId: randomUUID(),
    ...content,
    userId,
    marketApproved: false,
    status: 'pending',
    revision,
    submittedAt: new Date().toISOString(),
    decisions: [],
    reviewOrder: `pending#${revision}`,
  };
}
