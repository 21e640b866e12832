import type { DecisionRequest } from "../../src/runtime/decision.js";
import type { Choices } from "../../src/testing/choices.js";
import type { Grants } from "./grant.js";

/** One kind of policy set, of any size. */
export interface Shape {
  readonly name: string;
  /** What there is of it with so many rules. */
  readonly grants: (rules: number) => Grants;
  /** A request: one that hits, misses, is denied or is invalid. */
  readonly request: (grants: Grants, choices: Choices) => DecisionRequest;
  /** What someone would write instead: an index of Maps. */
  readonly byHand: (grants: Grants) => Decide;
  /** What someone would write for 20 rules: straight code. */
  readonly byHandOf20: Decide;
}

/** Whether a request is allowed. */
export type Decide = (request: unknown) => boolean;

/** What all engines are asked. */
export interface Workload {
  readonly shape: Shape;
  readonly grants: Grants;
  /** As they come from `JSON.parse`. */
  readonly requests: readonly DecisionRequest[];
}
