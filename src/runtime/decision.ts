/*
 * What a decision module returns and takes: the contract between a policy set's module and whoever enforces it.
 * The request has the shape of the OpenID AuthZEN Authorization API 1.0 with `actor` and `ancestors` added.
 */

/** An entity as a request carries it. */
export interface EntityRecord {
  readonly type: string;
  readonly id?: string;
  readonly properties?: { readonly [name: string]: unknown };
  /** Every entity above this one, transitively. */
  readonly ancestors?: readonly { readonly type: string; readonly id: string }[];
}

/** One question: may this principal do this action on this resource, now? */
export interface DecisionRequest {
  readonly subject: EntityRecord;
  readonly actor?: EntityRecord | undefined;
  readonly action: { readonly name: string; readonly properties?: { readonly [name: string]: unknown } };
  readonly resource?: EntityRecord;
  readonly context?: { readonly [name: string]: unknown };
}

export type DecisionReason =
  | "allowed"
  | "denied_by_rule"
  | "no_matching_rule"
  | "invalid_request"
  | "obligation_error";

/** What tells entities apart. */
export interface EntityKey {
  readonly type: string;
  readonly id: string;
}

/** Whether a subject has a relation to an object. */
export interface RelationQuestion {
  readonly subject: EntityKey;
  readonly relation: string;
  readonly object: EntityKey;
}

/** `unknown`: nobody could say. To a rule that is an error, as no answer is. */
export type RelationAnswer = "yes" | "no" | "unknown";

/** A question with its answer. */
export interface AnsweredRelation extends RelationQuestion {
  readonly answer: RelationAnswer;
}

/** The two sides of a delegated request; a request without an actor has only a subject. */
export type PrincipalRole = "subject" | "actor";

/** How one principal fares by itself. */
export interface PrincipalDecision {
  readonly decision: boolean;
  /** The determining rules by id, sorted: every matching deny, or else every matching allow. */
  readonly rules: readonly string[];
}

/** A deny's condition that a person or system can bring about, with what would have to be true. */
export interface ReportedRemedy {
  /** Id of the deny rule that it lifts. */
  readonly rule: string;
  readonly principal: PrincipalRole;
  readonly name: string;
  /** Argument values in JSON form. */
  readonly arguments: { readonly [name: string]: unknown };
}

/** What the enforcement point must do when the request is allowed. */
export interface ReportedObligation {
  readonly name: string;
  /** Argument values in JSON form. */
  readonly arguments: { readonly [name: string]: unknown };
}

/** A rule whose clauses (or, for `obligation_error`, whose obligation's arguments) are an error. */
export interface EvaluationError {
  readonly rule: string;
  readonly principal: PrincipalRole;
  readonly where: "clauses" | "obligation";
}

/** Why a request is invalid: for the audit record, not for the caller. */
export interface Problem {
  /** JSON Pointer (RFC 6901) into the request. */
  readonly path: string;
  /** `missing`, `undeclared` (a member, argument, action or type that nothing declares) or `invalid` (wrong type or outside its form). */
  readonly kind: "missing" | "undeclared" | "invalid";
  /** What was expected, as Pol prints the type; for people. */
  readonly expected: string;
}

/** A tool of an MCP server that a policy set was compiled for. */
export interface ImportedTool {
  /** The action that it is in requests. */
  readonly action: string;
  /** What the policy set calls the server. */
  readonly server: string;
  /** Its name on the server. */
  readonly tool: string;
  /** SHA-256 of its definition when it was imported, as `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
}

/** The answer, with its reasons. */
export interface Decision {
  readonly decision: boolean;
  readonly reason: DecisionReason;
  /** Absent where the request is invalid. */
  readonly subject?: PrincipalDecision;
  /** Absent where the request is invalid or has no actor. */
  readonly actor?: PrincipalDecision;
  /** Texts of the denies that matched, sorted by rule id, without duplicates. */
  readonly because: readonly string[];
  readonly remedies: readonly ReportedRemedy[];
  readonly obligations: readonly ReportedObligation[];
  readonly errors: readonly EvaluationError[];
  /** Empty unless the reason is `invalid_request`. */
  readonly problems: readonly Problem[];
  /** The call's arguments in normalised form: what is to be forwarded. Absent where the request is invalid. */
  readonly args?: { readonly [name: string]: unknown };
  /** SHA-256 of the policy set's canonical print, as `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
}
