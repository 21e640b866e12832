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
  // By rule, where it can decide. Rules on hundreds of actions have hundreds of scopes: of two rules it is asked whether they share one.
  const removed = new Map<TypedRule, ScopeSet>();
  const numbers = new Map<Scope, number>();
  return {
    has: (rule) => removed.has(rule),
    add: (rule, proofs) => void removed.set(rule, scopesOf(proofs, numbers)),
    among(proofs) {
      const scopes = scopesOf(proofs, numbers);
      return new Set([...removed].flatMap(([rule, others]) => (meet(scopes, others) ? [rule] : [])));
    },
  };
}

/** Scopes by their numbers, a bit for each. */
type ScopeSet = readonly number[];

/** The scopes in which proofs are about a rule that can decide. Scopes have numbers as they come up. */
function scopesOf(proofs: readonly Proof[], numbers: Map<Scope, number>): ScopeSet {
  const words: number[] = [];
  for (const { occurrence } of proofs) {
    const scope = scopeAt(occurrence.point);
    if (scope === undefined || occurrence.body === undefined) continue;
    const number = numbers.get(scope) ?? numbers.size;
    numbers.set(scope, number);
    const word = number >> 5;
    while (words.length <= word) words.push(0);
    words[word] = (words[word] ?? 0) | (1 << (number & 31));
  }
  return words;
}

function meet(left: ScopeSet, right: ScopeSet): boolean {
  const words = Math.min(left.length, right.length);
  for (let word = 0; word < words; word += 1) if (((left[word] ?? 0) & (right[word] ?? 0)) !== 0) return true;
  return false;
}

/** The scope, of which nothing is looked at. */
function scopeAt({ environment, principal }: Point): Scope | undefined {
  return environment[principal]?.scope;
}
