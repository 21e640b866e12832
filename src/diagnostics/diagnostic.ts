import type { AnsweredRelation } from "../runtime/decision.js";
import type { Span } from "../source/span.js";
import type { JsonObject } from "../util/json-object.js";

export type Severity = "error" | "warning" | "info";

/** A second place that a diagnostic speaks of: the other declaration, the rule that shadows. */
export interface RelatedPlace {
  readonly span: Span;
  readonly message: string;
}

/** A change of text that mends what a diagnostic reports. Edits do not overlap. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly { readonly span: Span; readonly text: string }[];
}

/** A request by which a reader sees that it is so. */
export interface Witness {
  readonly request: JsonObject;
  /** What is the case between entities when it is decided; absent where no rule asks. */
  readonly relations?: readonly AnsweredRelation[];
  /** What is to be seen by it, in a few words; absent where `help` shows the request. */
  readonly shows?: string;
}

/**
 * What polc has to say about a user's text: never thrown, always returned.
 *
 * `message` is one lower-case sentence without a period, user text in backticks; `label` says why just here; `help` says what
 * to do.
 */
export interface Diagnostic {
  /** `POL` and four digits; see the catalogue. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  readonly label?: string;
  readonly related?: readonly RelatedPlace[];
  readonly help?: string;
  readonly witness?: Witness;
  readonly fix?: Fix;
}
