import type { TypedRule } from "../check/typed-policy-set.js";
import type { Scope } from "../ir/decision-graph.js";
import type { Proof } from "./alone-search.js";
import type { Point } from "./analysis.js";

/** Rules that are to be removed, and where they could decide. */
export interface RemovedRules {
  has(rule: TypedRule): boolean;
  /** Adds a rule, of which there is a proof at each of its points. */
  add(rule: TypedRule, proofs: readonly Proof[]): void;
  /** Those that can decide where some proofs are about one. */
  among(proofs: readonly Proof[]): ReadonlySet<TypedRule>;
}

/** None yet. */
export function createRemovedRules(): RemovedRules {
  const removed = new Set<TypedRule>();
  const byScope = new Map<Scope, Set<TypedRule>>();
  return {
    has: (rule) => removed.has(rule),
    add(rule, proofs) {
      removed.add(rule);
      for (const { occurrence } of proofs) {
        const scope = scopeAt(occurrence.point);
        if (scope === undefined || occurrence.body === undefined) continue;
        const here = byScope.get(scope);
        if (here === undefined) byScope.set(scope, new Set([rule]));
        else here.add(rule);
      }
    },
    among(proofs) {
      const scopes = new Set(proofs.map(({ occurrence }) => scopeAt(occurrence.point)));
      return new Set([...scopes].flatMap((scope) => [...((scope && byScope.get(scope)) ?? [])]));
    },
  };
}

/** The scope, of which nothing is looked at. */
function scopeAt({ environment, principal }: Point): Scope | undefined {
  return environment[principal]?.scope;
}
