import type { EntityRecord } from "../../runtime/decision.js";

/** Who calls, as whoever enforces has found out: by a verified token, or by configuration. Never what a caller says of itself. */
export interface Caller {
  /** The party on whose authority the call is made. */
  readonly subject: EntityRecord;
  /** The party that makes it, where that is another one. */
  readonly actor?: EntityRecord;
  /** What is known of the call by the same means: the token, the task, the peer's address. */
  readonly context?: { readonly [attribute: string]: unknown };
  /** Actors before this one (RFC 8693 §4.1): for the log, no rule reads them. */
  readonly priorActors?: readonly unknown[];
}
