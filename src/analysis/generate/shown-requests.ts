import type { TypedRule } from "../../check/typed-policy-set.js";
import type { ShownRequest } from "./shown-request.js";

/** The requests of tests so far, by the rules that are in scope of them. */
export interface ShownRequests {
  add(shown: ShownRequest): void;
  /** In the order in which they came; the list grows. */
  about(rule: TypedRule): readonly ShownRequest[];
}

/** No requests yet. */
export function createShownRequests(): ShownRequests {
  const byRule = new Map<TypedRule, ShownRequest[]>();
  const about = (rule: TypedRule): ShownRequest[] => {
    const known = byRule.get(rule) ?? [];
    byRule.set(rule, known);
    return known;
  };
  return {
    add(shown) {
      for (const rule of shown.rules()) about(rule).push(shown);
    },
    about,
  };
}
