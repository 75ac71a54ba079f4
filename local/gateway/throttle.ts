import { Refusal } from './answer.ts';

type ThrottleLimits = {
  /** Requests per second, sustained. */
  rateLimit: number;
  /** Requests at once. */
  burstLimit: number;
};

export type ThrottleSettings = {
  default?: ThrottleLimits;
  /** By route key; each replaces the default for its route. */
  routes?: Readonly<Record<string, ThrottleLimits>>;
};

/** A token bucket for each route, full at the start. */
export function createThrottle(
  settings: ThrottleSettings,
  clock: () => number,
): (routeKey: string) => void {
  const buckets = new Map<string, { tokens: number; filledAt: number }>();
  return (routeKey) => {
    const limits = settings.routes?.[routeKey] ?? settings.default;
    if (!limits) return;
    const now = clock();
    const bucket = buckets.get(routeKey) ?? { tokens: limits.burstLimit, filledAt: now };
    const filled = bucket.tokens + ((now - bucket.filledAt) / 1000) * limits.rateLimit;
    const tokens = Math.min(limits.burstLimit, filled);
    const admitted = tokens >= 1;
    buckets.set(routeKey, { tokens: admitted ? tokens - 1 : tokens, filledAt: now });
    if (!admitted) throw new Refusal(429);
  };
}
