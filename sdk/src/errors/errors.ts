import type { ApiError } from './api-error.ts';
import type { GatewayError } from './gateway-error.ts';
import type { NetworkError } from './network-error.ts';
import type { NotSignedInError } from './not-signed-in-error.ts';
import type { SignInError } from './sign-in-error.ts';
import type { TimeoutError } from './timeout-error.ts';

/**
 * Everything that a call may be rejected with, told apart by `name` or by the guard beside each class;
 * besides this only the reason of an `AbortSignal` of one's own, and what a token function of one's
 * own throws.
 */
export type SdkError =
  | ApiError
  | GatewayError
  | NetworkError
  | NotSignedInError
  | SignInError
  | TimeoutError;
