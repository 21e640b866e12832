import { buildRequest, type JsonObject, type Model } from "./build-request.js";
import { withFewestFacts } from "./supposed-facts.js";

/** The request of a model, if it is as it was asked for, with as few facts as it takes; and the model without the others. */
export function confirmedRequest(
  model: Model,
  confirms: (request: JsonObject) => boolean,
): { readonly model: Model; readonly request: () => JsonObject } | undefined {
  const request = buildRequest(model);
  if (request === undefined || !confirms(request)) return undefined;
  let best = request;
  let last = request;
  const fewest = withFewestFacts(model, (smaller) => {
    const built = buildRequest(smaller);
    if (built === undefined) return false;
    last = built;
    if (!confirms(built)) return false;
    best = built;
    return true;
  });
  // Whoever confirms may remember what it has confirmed last.
  if (last !== best) confirms(best);
  return { model: fewest, request: () => best };
}
