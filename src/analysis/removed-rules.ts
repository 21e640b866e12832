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
  const removed = new Map<TypedRule, number>();
  const rules: TypedRule[] = [];
  // Of each scope, which rules: of thousands of rules, and of hundreds of scopes of one of them, a word for 32 is looked at.
  const inScopes = new Map<Scope, BitSet>();
  return {
    has: (rule) => removed.has(rule),
    add(rule, proofs) {
      const number = removed.get(rule) ?? rules.push(rule) - 1;
      removed.set(rule, number);
      for (const scope of scopesOf(proofs)) {
        const some = inScopes.get(scope) ?? [];
        inScopes.set(scope, some);
        addTo(some, number);
      }
    },
    among(proofs) {
      const all: BitSet = [];
      for (const scope of scopesOf(proofs)) addAll(all, inScopes.get(scope) ?? []);
      return new Set(membersOf(all).flatMap((number) => rules[number] ?? []));
    },
  };
}

/** The scopes in which proofs are about a rule that can decide. */
function scopesOf(proofs: readonly Proof[]): ReadonlySet<Scope> {
  const scopes = new Set<Scope>();
  for (const { occurrence } of proofs) {
    const scope = scopeAt(occurrence.point);
    if (scope !== undefined && occurrence.body !== undefined) scopes.add(scope);
  }
  return scopes;
}

/** The scope, of which nothing is looked at. */
function scopeAt({ environment, principal }: Point): Scope | undefined {
  return environment[principal]?.scope;
}

/** Numbers, a bit for each. */
type BitSet = number[];

function addTo(set: BitSet, number: number): void {
  const word = number >> 5;
  while (set.length <= word) set.push(0);
  set[word] = (set[word] ?? 0) | (1 << (number & 31));
}

function addAll(set: BitSet, others: BitSet): void {
  while (set.length < others.length) set.push(0);
  for (let word = 0; word < others.length; word += 1) set[word] = (set[word] ?? 0) | (others[word] ?? 0);
}

/** The numbers in a set, the smallest first. */
function membersOf(set: BitSet): readonly number[] {
  return set.flatMap((bits, word) => {
    const members: number[] = [];
    for (let rest = bits; rest !== 0; rest &= rest - 1)
      members.push(word * 32 + 31 - Math.clz32(rest & -rest));
    return members;
  });
}
