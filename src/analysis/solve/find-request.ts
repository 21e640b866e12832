import type { NotingEncoder } from "../encode/create-encoder.js";
import type { Formula } from "../encode/formula.js";
import type { JsonObject } from "./build-request.js";
import { search } from "./search.js";

/** Whether there is a request as asked for. */
export type Answer =
  | { readonly kind: "found"; readonly request: JsonObject }
  /** There is none. */
  | { readonly kind: "none" }
  /** None was found, and that says nothing: a limit was reached, or a test is beyond what polc can reason about. */
  | { readonly kind: "unknown" };

/**
 * Searches for a request of the encoder's kind for which a formula holds. What is found is a concrete, valid request that `confirms` has
 * agreed to; it asks the interpreter, which knows nothing of formulas.
 */
export function findRequest(
  encoder: NotingEncoder,
  goal: Formula,
  confirms: (request: JsonObject) => boolean,
): Answer {
  const trial = search(encoder, goal, confirms);
  return trial.kind === "found" ? { kind: "found", request: trial.result } : trial;
}
