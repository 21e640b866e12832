/*
 * `polc/delegation`: from the claims of a verified token to the `subject`, `actor` and `context.token` of a request.
 */

export type { OptionsProblem } from "./delegation/check-options.js";
export {
  type AcceptedToken,
  createDelegation,
  type Delegation,
  type DelegationResult,
} from "./delegation/create-delegation.js";
export { type IntrospectionOptions, introspection } from "./delegation/introspection.js";
export {
  type AncestorSource,
  asymmetricAlgorithms,
  type ClaimPath,
  type ClaimReading,
  type ClaimRequirement,
  type ClaimSource,
  type DelegationLayout,
  type DelegationOptions,
  type IssuerOptions,
  type JsonWebKeySet,
  type KeySource,
  type PartyKind,
  type PartyOptions,
  type StatusProvider,
  type TaskOptions,
  type TokenStatus,
} from "./delegation/options.js";
export {
  type DelegationConfiguration,
  type Environment,
  readDelegationConfiguration,
} from "./delegation/read-configuration.js";
export type { RefusalCode, RefusedToken } from "./delegation/refusal.js";
export type { TaskRecord } from "./delegation/task-record.js";
export type { TokenRecord } from "./delegation/token-record.js";
export type { Caller } from "./enforcement/caller.js";
