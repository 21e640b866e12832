import type { NotingEncoder } from "../encode/create-encoder.js";
import type { Formula } from "../encode/formula.js";
import type { JsonObject, Model } from "./build-request.js";
import { type SearchLimit, search } from "./search.js";
import type { SearchOptions } from "./search-options.js";

/** Whether there is a request as asked for. */
export type Answer =
  | { readonly kind: "found"; readonly request: JsonObject }
  /** There is none: some conjuncts of what was asked for, `core`, cannot all hold. */
  | { readonly kind: "none"; readonly core?: readonly Formula[] }
  /** None was found, and that says nothing: a limit was reached, or a test is beyond what polc can reason about. */
  | { readonly kind: "unknown"; readonly limit?: SearchLimit };

/**
 * Searches for a request of the encoder's kind for which a formula holds. What is found is a concrete, valid request that `confirms` has
 * agreed to; it asks the interpreter, which knows nothing of formulas.
 */
export function findRequest(
  encoder: NotingEncoder,
  goal: Formula,
  confirms: (request: JsonObject) => boolean,
  options: Pick<SearchOptions, "budget" | "onEnd"> = {},
): Answer {
  const trial = search(encoder, goal, confirms, options);
  if (trial.kind !== "found") return trial;
  const request = trial.request();
  return request === undefined ? { kind: "unknown" } : { kind: "found", request };
}

/** What became of the search for a request of which only that there is one matters. */
export type Sketch =
  /** `request` makes it of the `model`; undefined where that fails. Nobody has confirmed it. */
  | { readonly kind: "found"; readonly request: () => JsonObject | undefined; readonly model: Model }
  | Exclude<Answer, { readonly kind: "found" }>;

/** Where a search starts from, and what it tells. */
export type SketchOptions = Pick<
  SearchOptions,
  "background" | "first" | "isPrecise" | "onEnd" | "openIn" | "trials"
>;

/**
 * {@link findRequest} for questions of which nothing is reported if a request is found: values for which the formula plainly holds suffice.
 * Where it does not plainly hold, `confirms` decides.
 */
export function sketchRequest(
  encoder: NotingEncoder,
  goal: Formula,
  confirms: (request: JsonObject) => boolean,
  options: SketchOptions = {},
): Sketch {
  return search(encoder, goal, confirms, { ...options, isSketch: true });
}
