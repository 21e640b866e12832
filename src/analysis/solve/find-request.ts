import type { NotingEncoder } from "../encode/create-encoder.js";
import { expandQuantifiers, listAxioms } from "../encode/expand.js";
import { and, type Formula } from "../encode/formula.js";
import { buildRequest, type JsonObject } from "./build-request.js";
import { type Assumptions, search, type Trial } from "./search.js";
import { solveValues } from "./solve-values.js";

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
  const expanded = expandQuantifiers(encoder, goal);
  const axioms = listAxioms(encoder, expanded.lists);
  const trial = search([and(expanded.formula, ...axioms)], (assumptions) =>
    attempt(encoder, assumptions, confirms),
  );
  if (trial.kind === "found") return { kind: "found", request: trial.result };
  return trial.kind === "none" && expanded.incomplete ? { kind: "unknown" } : trial;
}

function attempt(
  encoder: NotingEncoder,
  assumptions: Assumptions,
  confirms: (request: JsonObject) => boolean,
): Trial<JsonObject> {
  const values = solveValues(assumptions);
  if (values.kind !== "found") return values;
  const request = buildRequest({ encoder, assumptions, values: values.result });
  return request !== undefined && confirms(request)
    ? { kind: "found", result: request }
    : { kind: "unknown" };
}
