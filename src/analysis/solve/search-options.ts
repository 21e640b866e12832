import type { Formula } from "../encode/formula.js";
import type { Background } from "./background.js";
import type { SeenCandidate } from "./formula-index.js";
import type { TrialsAt } from "./known-trials.js";
import type { SearchBudget, SearchEffort } from "./search-budget.js";

/** How a search is made. */
export interface SearchOptions {
  /** {@link searchBudget} by default. */
  readonly budget?: SearchBudget;
  /** Values for which the formula plainly holds suffice: no request is made of them until it is wanted. */
  readonly isSketch?: boolean;
  /** What stands wherever nothing is assumed; else what is there by default, or nothing. */
  readonly background?: Background | undefined;
  /** How many of the conjuncts are taken in before the first candidate is tried. */
  readonly first?: number | undefined;
  /** The conjuncts that a candidate may fail, and may be some that wait no longer, in their order: where that is sooner said than by asking of each. */
  readonly openIn?: ((candidate: SeenCandidate) => readonly Formula[]) | undefined;
  /** Whether of conjuncts that cannot all hold those alone are told that a contradiction was inferred from. */
  readonly isPrecise?: boolean;
  /** Told what the search took: also of one that is not made again. */
  readonly onEnd?: ((effort: SearchEffort) => void) | undefined;
  /** How sketches ended that were asked for before: one of almost the same is not made again if it would go the same way. */
  readonly trials?: TrialsAt | undefined;
}
