import { assertNever } from "../../util/invariant.js";
import type { RelationRule } from "../model.js";

/** A part of a rule that has no parts. */
export type RuleLeaf = Extract<RelationRule, { readonly kind: "direct" | "computed" | "inherited" }>;

/** The parts of a rule that have no parts, from left to right. */
export function leavesOf(rule: RelationRule): readonly RuleLeaf[] {
  switch (rule.kind) {
    case "direct":
    case "computed":
    case "inherited":
      return [rule];
    case "union":
    case "intersection":
      return rule.operands.flatMap(leavesOf);
    case "exclusion":
      return [...leavesOf(rule.base), ...leavesOf(rule.excluded)];
    default:
      return assertNever(rule);
  }
}

/** Whether a rule counts the relation's own tuples. */
export function countsTuples(rule: RelationRule): boolean {
  return leavesOf(rule).some(({ kind }) => kind === "direct");
}
