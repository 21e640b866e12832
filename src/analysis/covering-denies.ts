import type { RuleBody } from "../ir/decision-graph.js";
import { findBeside, noneMatches, type Point } from "./analysis.js";
import { and, type Formula } from "./encode/formula.js";
import type { Budgeted } from "./question-budget.js";

/** Denies that match wherever a formula holds. */
export interface CoveringDenies {
  /** Whether one is known that is in scope here. */
  isCovered(point: Point, formula: Formula): boolean;
  /** Looks for one among the point's denies, where the formula was met before, and so may well be met again. */
  learn(point: Point, formula: Formula): void;
}

const mostTried = 32;

/**
 * Remembers which deny alone settles that nobody is allowed where a formula holds. Points with the same arguments share their formulas, so what
 * is learnt at one holds at all where the deny says the same; none of their other rules is looked at.
 */
export function createCoveringDenies(budgeted: Budgeted): CoveringDenies {
  const known = new Map<Formula, Map<RuleBody, Formula>>();
  const met = new Set<Formula>();
  return {
    isCovered(point, formula) {
      const covering = known.get(formula);
      if (covering === undefined || covering.size === 0) return false;
      return point.scope.denies.some((deny) => {
        const doesNot = covering.get(deny);
        return doesNot !== undefined && doesNot === noneMatches(point, [deny]);
      });
    },
    learn(point, formula) {
      if (known.has(formula)) return;
      if (!met.has(formula)) {
        met.add(formula);
        return;
      }
      const covering = point.scope.denies.slice(0, mostTried).flatMap((deny): [RuleBody, Formula][] => {
        const doesNot = noneMatches(point, [deny]);
        const answer = findBeside(budgeted, point.encoder, and(formula, doesNot), () => true);
        return answer.kind === "none" ? [[deny, doesNot]] : [];
      });
      known.set(formula, new Map(covering));
    },
  };
}
