import type { AnsweredRelation } from "../runtime/decision.js";
import type { LawViolation } from "./law.js";

/** What the laws were asked of. */
export interface LawRequests {
  readonly seed: number;
  /** Of how many requests each law that holds was asked. */
  readonly requests: number;
  /** Ids of the rules that one of the requests matched, and of those that none did; sorted. */
  readonly matchedRules: readonly string[];
  readonly unmatchedRules: readonly string[];
}

/** How the laws fared with one policy set, as reports tell it. */
export interface LawsRun extends LawRequests {
  readonly outcomes: readonly LawOutcome[];
}

/** How one law fared. */
export interface LawOutcome {
  readonly name: string;
  readonly statement: string;
  /** Absent where it holds. */
  readonly failure?: LawOutcomeFailure;
}

/** A broken law, with the smallest request found that shows it. */
export interface LawOutcomeFailure extends LawViolation {
  /** What is known of relations, beside the request; absent where nothing is. */
  readonly relations?: readonly AnsweredRelation[];
  /** With `path`, what it takes to ask for that request again. */
  readonly seed: number;
  readonly path: string;
  /** For people: all that there is to know. */
  readonly lines: readonly string[];
}
