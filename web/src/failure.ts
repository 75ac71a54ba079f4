import { isApiError, isGatewayError, isNetworkError, isTimeoutError } from '@christmas-markets/sdk';
import type { Strings } from './i18n/en.ts';

/** What went wrong, and what to do about it. */
export function explain(error: unknown, { failure }: Strings): string {
  if (isNetworkError(error) || isTimeoutError(error)) {
    return navigator.onLine ? failure.network : failure.offline;
  }
  if (isGatewayError(error) && error.status === 429) return failure.busy;
  if (!isApiError(error)) return navigator.onLine ? failure.server : failure.offline;
  switch (error.code) {
    case 'MARKET_LIMIT_REACHED':
      return failure.limit;
    case 'MARKET_NOT_FOUND':
      return failure.gone;
    case 'MARKET_EXISTS':
      return failure.exists;
    case 'UNKNOWN_CITY':
      return failure.unknownCity;
    case 'INVALID_INPUT':
      return failure.invalid;
    default:
      return failure.server;
  }
}

/** The request's id, to report a fault with. */
export function findReference(error: unknown): string | undefined {
  return isApiError(error) || isGatewayError(error) ? error.requestId : undefined;
}
