import type { PolicySet } from "../../check/typed-policy-set.js";
import { remembered } from "../../util/remembered.js";
import { requestText } from "../relations/given.js";
import { type Change, withChange } from "./near-changes.js";
import { type ShownRequest, showEdited } from "./shown-request.js";

/** Decides a request that is like another one but for a change; undefined if it is invalid. */
export type Show = (base: ShownRequest, change: Change) => ShownRequest | undefined;

/** Decides each request once: edits of different requests often come to the same. */
export function createKnownRequests(): (policySet: PolicySet) => Show {
  return remembered((policySet) => {
    const known = new Map<string, ShownRequest | undefined>();
    return (base, change) => {
      const text = requestText(withChange(base.request, change));
      if (!known.has(text)) known.set(text, showEdited(policySet, base, change));
      return known.get(text);
    };
  });
}
