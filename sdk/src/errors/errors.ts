import { ApiError } from './api-error.ts';
import { GatewayError } from './gateway-error.ts';
import { NetworkError } from './network-error.ts';
import { NotSignedInError } from './not-signed-in-error.ts';
import { SignInError } from './sign-in-error.ts';
import { TimeoutError } from './timeout-error.ts';

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

/** Whether something thrown is any {@link SdkError}. */
export function isSdkError(error: unknown): error is SdkError {
  return classes.some((each) => error instanceof each);
}

const classes = [ApiError, GatewayError, NetworkError, NotSignedInError, SignInError, TimeoutError];
