/** Why a token is refused. Codes are stable; docs/delegation.md explains each. */
export type RefusalCode =
  | "too_long"
  | "malformed_token"
  | "duplicate_member"
  | "wrong_type"
  | "unknown_issuer"
  | "wrong_algorithm"
  | "unknown_key"
  | "keys_unavailable"
  | "bad_signature"
  | "malformed_claims"
  | "wrong_audience"
  | "expired"
  | "not_yet_valid"
  | "bound_token"
  | "inactive"
  | "delegation_required"
  | "delegation_not_allowed"
  | "malformed_actor"
  | "foreign_actor"
  | "same_party"
  | "contradicts_kind"
  | "requirement_not_met";

/** A refused token: a code for programs, a sentence for the log. */
export interface RefusedToken {
  readonly ok: false;
  readonly code: RefusalCode;
  readonly message: string;
}

/** Refuses what is being read: for {@link refusable} to catch. */
export function refuse(code: RefusalCode, message: string): never {
  throw new Refusal(code, message);
}

/** What was thrown as a result, if it is a refusal; anything else goes on. */
export function toRefused(thrown: unknown): RefusedToken {
  if (!(thrown instanceof Refusal)) throw thrown;
  return { ok: false, code: thrown.code, message: thrown.message };
}

class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    message: string,
  ) {
    super(message);
  }
}
