import type { PolicySet } from "../../check/typed-policy-set.js";
import type { JsonObject } from "../../util/json-object.js";
import { remembered } from "../../util/remembered.js";
import { requestText } from "../relations/given.js";
import { type ShownRequest, showRequest } from "./shown-request.js";

/** Decides a request; undefined if it is invalid. */
export type Show = (request: JsonObject) => ShownRequest | undefined;

/** Decides each request once: edits of different requests often come to the same. */
export function createKnownRequests(): (policySet: PolicySet) => Show {
  return remembered((policySet) => {
    const known = new Map<string, ShownRequest | undefined>();
    return (request) => {
      const text = requestText(request);
      if (!known.has(text)) known.set(text, showRequest(policySet, request));
      return known.get(text);
    };
  });
}
