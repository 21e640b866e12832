import type { RuleVariant } from "../../check/typed-policy-set.js";
import type { RuleBody } from "../../ir/decision-graph.js";
import type { Point } from "../analysis.js";
import { partiesKey, type WrittenVariant } from "./variant-index.js";

/** Bodies that were plainly what is written, in this version of a policy set or an earlier one. */
export interface PlainBodies {
  has(point: Point, written: WrittenVariant, body: RuleBody | undefined): boolean;
  add(point: Point, written: WrittenVariant, body: RuleBody | undefined): void;
}

/**
 * Remembers, for as long as their variants live, bodies that were plainly what is written. That depends on the nodes of a body and on the
 * types of the parties, and on nothing else of a version. Remembers nothing unless `remembers`: one version alone asks once.
 */
export function createPlainBodies(remembers: boolean): PlainBodies {
  if (!remembers) return { has: () => false, add: () => {} };
  const known = new WeakMap<RuleVariant, Map<string, RuleBody>>();
  return {
    has(point, { variant }, body) {
      const before = known.get(variant)?.get(partiesKey(point));
      return before !== undefined && body !== undefined && sameParts(before, body);
    },
    add(point, { variant }, body) {
      if (body === undefined) return;
      const bodies = known.get(variant) ?? new Map<string, RuleBody>();
      known.set(variant, bodies.set(partiesKey(point), body));
    },
  };
}

function sameParts(one: RuleBody, other: RuleBody): boolean {
  return (
    one.condition === other.condition &&
    one.clauses === other.clauses &&
    one.remedies === other.remedies &&
    one.obligations === other.obligations
  );
}
