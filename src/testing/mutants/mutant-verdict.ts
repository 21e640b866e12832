import type { DifferenceKind } from "../../analysis/difference.js";
import type { GivenTuple } from "../../check/typed-policy-set.js";
import type { Decision } from "../../runtime/decision.js";
import type { JsonObject } from "../../util/json-object.js";

/** What became of a mutant. Plain data: it passes between threads, and into files. */
export type MutantVerdict =
  | { readonly kind: "killed"; readonly by: MutantKiller }
  /** Proved: it decides every request as the policy set does, names of rules aside. */
  | { readonly kind: "equivalent" }
  /** It decides the request otherwise, and a test that states what the policy set decides of it would kill it. */
  | ({ readonly kind: "survived" } & TellingRequest)
  /** It decides the request otherwise, but in nothing that a test can state: in an argument of an obligation, or of a remedy. */
  | ({ readonly kind: "unstated" } & TellingRequest)
  /** Neither a request that tells it apart nor a proof that there is none was found. */
  | { readonly kind: "undecided" };

/** What noticed a mutant: a test or an assertion, by its name. */
export interface MutantKiller {
  readonly kind: "test" | "assertion";
  readonly name: string;
}

/** A request that a mutant decides otherwise. */
export interface TellingRequest {
  readonly request: JsonObject;
  /** What there has to be of relations; absent where nothing has. */
  readonly tuples?: readonly GivenTuple[];
  readonly difference: DifferenceKind;
  /** What the policy set decides of it. */
  readonly before: Decision;
  /** What the mutant does. */
  readonly after: Decision;
}
