import type { RuleBody, Scope } from "../ir/decision-graph.js";
import type { Effect } from "../syntax/ast.js";
import { rememberedOf } from "../util/remembered.js";

/** Rules of one effect that always stand together: every scope has all of them or none. In the order of the rules. */
export interface Bundle {
  readonly id: number;
  readonly effect: Effect;
  readonly bodies: readonly RuleBody[];
  /** How many scopes have them. */
  readonly scopes: number;
  /** Whether it is worth a function of its own. */
  readonly isShared: boolean;
}

/** Splits the rules of scopes into bundles. */
export type BundlesOf = (bodies: readonly RuleBody[]) => readonly Bundle[];

/**
 * Finds the rules that always stand together, so that what many scopes have in common (`anyone to anything`, a tag, a server) is
 * written once: otherwise the size of a module is the number of rules times the number of scopes.
 *
 * Partition refinement (Paige and Tarjan 1987, the simple half): the scopes one after the other split the classes.
 */
export function createBundles(scopes: readonly Scope[]): {
  readonly all: readonly Bundle[];
  readonly bundlesOf: BundlesOf;
} {
  const classOf = new Map<RuleBody, number>();
  const scopeCounts: number[] = [];
  for (const scope of scopes) {
    for (const bodies of [scope.denies, scope.allows, scope.obliges]) {
      // What this scope makes of each class that it has bodies of; -1 stands for those that no scope had yet.
      const successors = new Map<number, number>();
      for (const body of bodies) {
        const before = classOf.get(body) ?? -1;
        const after = successors.get(before) ?? scopeCounts.push((scopeCounts[before] ?? 0) + 1) - 1;
        successors.set(before, after);
        classOf.set(body, after);
      }
    }
  }
  const bundles = buildBundles(classOf, scopeCounts);
  const bundleOf = new Map(bundles.flatMap((bundle) => bundle.bodies.map((body) => [body, bundle] as const)));
  // The same lists are asked of many times over.
  const bundlesOf = rememberedOf((bodies: readonly RuleBody[]) => {
    const found = new Set<Bundle>();
    for (const body of bodies) {
      const bundle = bundleOf.get(body);
      if (bundle !== undefined) found.add(bundle);
    }
    return [...found];
  });
  return { all: bundles, bundlesOf };
}

function buildBundles(
  classOf: ReadonlyMap<RuleBody, number>,
  scopeCounts: readonly number[],
): readonly Bundle[] {
  const members = new Map<number, RuleBody[]>();
  for (const [body, id] of classOf) {
    const known = members.get(id);
    if (known === undefined) members.set(id, [body]);
    else known.push(body);
  }
  return [...members].map(([id, bodies]) => {
    const sorted = bodies.sort((a, b) => a.ruleIndex - b.ruleIndex);
    const effect = sorted[0]?.rule.effect ?? "allow";
    const scopes = scopeCounts[id] ?? 0;
    return { id, effect, bodies: sorted, scopes, isShared: isWorthIt(bodies.length, scopes) };
  });
}

/** Lines saved; below a dozen, a scope that lists its rules itself is easier to read. */
function isWorthIt(bodies: number, scopes: number): boolean {
  return (bodies - 1) * (scopes - 1) >= 12;
}
