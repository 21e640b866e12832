import type { TypedRule } from "../../check/typed-policy-set.js";
import { type KindOfRequest, kindKey, kindOf } from "./kinds-beside.js";
import type { ShownRequest } from "./shown-request.js";

/** The requests of tests so far. */
export interface ShownRequests {
  add(shown: ShownRequest): void;
  /** Those on whose principals a rule is in scope, in the order in which they came; the list grows. */
  about(rule: TypedRule): readonly ShownRequest[];
  ofKind(kind: KindOfRequest): readonly ShownRequest[];
}

/** No requests yet. */
export function createShownRequests(): ShownRequests {
  const byRule = new Map<TypedRule, ShownRequest[]>();
  const byKind = new Map<string, readonly ShownRequest[]>();
  const about = (rule: TypedRule): ShownRequest[] => {
    const known = byRule.get(rule) ?? [];
    byRule.set(rule, known);
    return known;
  };
  return {
    add(shown) {
      const key = kindKey(kindOf(shown));
      byKind.set(key, [...(byKind.get(key) ?? []), shown]);
      for (const rule of shown.rules()) about(rule).push(shown);
    },
    about,
    ofKind: (kind) => byKind.get(kindKey(kind)) ?? [],
  };
}
