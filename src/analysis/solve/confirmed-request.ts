import type { Assumptions } from "./assumptions.js";
import { buildRequest, type JsonObject, type Model } from "./build-request.js";

/** Of more facts than this, none is left out: each is tried by a request of its own, and a request of hundreds takes long to make. */
const mostTried = 32;

/** The request of a model, if it is as it was asked for, with as few facts as it takes; and the model without the others. */
export function confirmedRequest(
  model: Model,
  confirms: (request: JsonObject) => boolean,
): { readonly model: Model; readonly request: () => JsonObject } | undefined {
  const request = buildRequest(model);
  if (request === undefined || !confirms(request)) return undefined;
  let best = { model, request };
  const supposed = model.assumptions.facts.filter(isSupposed);
  if (supposed.length === 0 || supposed.length > mostTried) return { model, request: () => request };
  for (const fact of supposed) {
    const { assumptions } = best.model;
    const facts = assumptions.facts.filter((each) => each !== fact);
    const smaller = { ...model, assumptions: { ...assumptions, facts } };
    const built = buildRequest(smaller);
    if (built !== undefined && confirms(built)) best = { model: smaller, request: built };
  }
  const { request: smallest } = best;
  // Whoever confirms may remember what it has confirmed last.
  confirms(smallest);
  return { model: best.model, request: () => smallest };
}

/** Whether a fact is so and follows from no others. */
function isSupposed({ atom, wanted }: Assumptions["facts"][number]): boolean {
  return wanted && atom.fact.way.kind !== "defined";
}
