export { type B2bClient, createB2bClient } from './b2b.ts';
export { type B2cClient, createB2cClient } from './b2c.ts';
export type { Changes } from './changes.ts';
export type { ListCities } from './cities.ts';
export type { ClientOptions } from './client-options.ts';
export type {
  ApprovedMarket,
  ApprovedMarketPage,
  ApprovedMarketsQuery,
  Change,
  ChangePage,
  City,
  CityChangesQuery,
  CityDecisions,
  CityMarket,
  CityMarketsQuery,
  Decision,
  Erasure,
  Issue,
  IssueCode,
  Market,
  MarketApproval,
  MarketChanges,
  MarketDecision,
  MarketPage,
  MarketRejection,
  MarketStatus,
  MarketSubmission,
  OwnMarket,
  OwnMarketsQuery,
  OwnRevision,
  ReviewedMarket,
  UserData,
  UserDataQuery,
} from './contract.ts';
export type { DecisionResult } from './decision-result.ts';
export { ApiError, isApiError } from './errors/api-error.ts';
export { isSdkError, type SdkError } from './errors/errors.ts';
export { GatewayError, isGatewayError } from './errors/gateway-error.ts';
export { isNetworkError, NetworkError } from './errors/network-error.ts';
export { isNotSignedInError, NotSignedInError } from './errors/not-signed-in-error.ts';
export { isSignInError, SignInError } from './errors/sign-in-error.ts';
export { isTimeoutError, TimeoutError } from './errors/timeout-error.ts';
export { fromOutputs, type OptionsFromOutputs, type StackOutputs } from './from-outputs.ts';
export { limits } from './limits.ts';
export {
  type AuthorizationCode,
  type AuthorizationCodeOptions,
  authorizationCode,
} from './oauth/authorization-code.ts';
export { type ClientCredentialsOptions, clientCredentials } from './oauth/client-credentials.ts';
export { discover, type IssuerEndpoints } from './oauth/endpoints.ts';
export type { IssuerOptions } from './oauth/issuer-options.ts';
export type { SignedIn, SignedInUser } from './oauth/session.ts';
export type { SessionChange } from './oauth/session-store.ts';
export type { SignInStorage } from './oauth/storage.ts';
export type { ProblemCode, ProblemData } from './problem.ts';
export { createPublicClient, type PublicClient } from './public.ts';
export type { PublicClientOptions } from './public-get.ts';
export type { CallOptions } from './retry.ts';
export type { TokenRequest, TokenSource } from './token-source.ts';
export type { Fetch } from './transport.ts';
