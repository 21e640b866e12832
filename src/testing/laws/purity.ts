import type { JsonObject } from "../../util/json-object.js";
import { copyRequest } from "../copy-request.js";
import { deepFrozen } from "../deep-frozen.js";
import { equalJson } from "../equal-json.js";
import type { Law } from "../law.js";

/**
 * Deciding depends on the request and on nothing else, and leaves no trace: the same request gives the same answer twice, a frozen one
 * too; the request stays as it is; and what was answered stays, whatever is done to the request or to an earlier answer.
 */
export const purity: Law = {
  name: "purity",
  statement: "The same request gets the same answer every time, and deciding changes nothing.",
  check({ module }, request) {
    const own = copyRequest(request);
    const first = module.decide(own);
    const expected = structuredClone(first);
    if (!equalJson(own, request)) {
      return { message: "deciding changes the request", expected: request, actual: own, request };
    }
    empty(own);
    if (!equalJson(first, expected)) {
      const message = "what is done to the request changes the answer to it";
      return { message, expected, actual: first, request };
    }
    empty(first);
    const again = module.decide(deepFrozen(copyRequest(request)));
    if (equalJson(again, expected)) return undefined;
    const message = "the same request, frozen and asked again, gets another answer";
    return { message, expected, actual: again, request };
  },
};

/** Takes away whatever can be taken from a value, innermost first. */
function empty(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  for (const key of Object.keys(value)) {
    empty((value as JsonObject)[key]);
    Reflect.deleteProperty(value, key);
  }
}
