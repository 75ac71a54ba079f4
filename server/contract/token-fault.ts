import {
  CognitoJwtInvalidClientIdError,
  CognitoJwtInvalidTokenUseError,
  JwtExpiredError,
  JwtInvalidIssuerError,
  JwtInvalidSignatureAlgorithmError,
  JwtInvalidSignatureError,
  JwtNotBeforeError,
  JwtParseError,
  JwtWithoutValidKidError,
  KidNotFoundInJwksError,
  WaitPeriodNotYetEndedJwkError,
} from 'aws-jwt-verify/error';
import type { TokenFault } from '../domain/problems.ts';

/** A fault that our own checks find. */
export class TokenError extends Error {
  readonly fault: TokenFault;

  constructor(fault: TokenFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/**
 * What is wrong with the token. `undefined` for an error that does not concern the token, for example
 * if the key set cannot be fetched or is not a key set.
 */
export function findTokenFault(error: unknown): TokenFault | undefined {
  if (error instanceof TokenError) return error.fault;
  return faults.find(([type]) => error instanceof type)?.[1];
}

// aws-jwt-verify's base class is also that of its errors about the key set, so each class is listed.
const faults: readonly (readonly [new (...args: never[]) => Error, TokenFault])[] = [
  [JwtParseError, 'malformed'],
  [JwtWithoutValidKidError, 'unknownKey'],
  [KidNotFoundInJwksError, 'unknownKey'],
  [WaitPeriodNotYetEndedJwkError, 'unknownKey'],
  [JwtInvalidSignatureAlgorithmError, 'algorithm'],
  [JwtInvalidSignatureError, 'signature'],
  [JwtInvalidIssuerError, 'issuer'],
  [CognitoJwtInvalidClientIdError, 'client'],
  [CognitoJwtInvalidTokenUseError, 'tokenUse'],
  [JwtExpiredError, 'expired'],
  [JwtNotBeforeError, 'notYetValid'],
];
