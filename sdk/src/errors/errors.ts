import { ApiError } from './api-error.ts';
import { GatewayError } from './gateway-error.ts';
import { NetworkError } from './network-error.ts';
import { NotSignedInError } from './not-signed-in-error.ts';
import { SignInError } from './sign-in-error.ts';
import { TimeoutError } from './timeout-error.ts';

/**
 * Every error of this package. Tell them apart by `name`, or by the guard beside each class. A call can
 * reject with two more things: the reason of your own `AbortSignal`, and what your own token function throws.
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

/** Whether an error carries the status of an HTTP answer. */
export function isAnswer(error: unknown): error is ApiError | GatewayError {
  return error instanceof ApiError || error instanceof GatewayError;
}

const classes = [ApiError, GatewayError, NetworkError, NotSignedInError, SignInError, TimeoutError];
