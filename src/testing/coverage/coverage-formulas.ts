import type { Truth } from "../../analysis/encode/encoder.js";
import { and, type Formula, negate, no, or, yes } from "../../analysis/encode/formula.js";
import type { TypedRule } from "../../check/typed-policy-set.js";
import { foldTree, type Logic, type RuleShape } from "./condition-tree.js";
import { type HingeName, hinges, type OutcomeName } from "./tally.js";

/** A rule's conditions as formulas, at one point. */
export interface ShapeFormulas {
  readonly rule: TypedRule;
  readonly shape: RuleShape;
  /** When a condition, by its index, is true and when it is false. */
  truthOf(index: number): Truth;
}

/** That the rule matches. */
export function matchedFormula(formulas: ShapeFormulas): Formula {
  return matchedWith(formulas);
}

/** That a condition comes to an outcome: to an error, where it matters what it is. */
export function outcomeFormula(formulas: ShapeFormulas, index: number, outcome: OutcomeName): Formula {
  const { holds, fails } = formulas.truthOf(index);
  if (outcome === "true") return holds;
  if (outcome === "false") return fails;
  const [whereTrue, whereFalse] = [true, false].map((value) => matchedWith(formulas, { index, value }));
  const matters =
    whereTrue && whereFalse && or(and(whereTrue, negate(whereFalse)), and(whereFalse, negate(whereTrue)));
  return and(negate(holds), negate(fails), matters ?? no);
}

/** That a condition is as the hinge says, and so is the rule, which would be the other way round if the condition were. */
export function hingeFormula(formulas: ShapeFormulas, index: number, hinge: HingeName): Formula {
  const { holds, fails } = formulas.truthOf(index);
  const { truth, matches } = hinges[hinge];
  const [now, otherwise] = [matchedWith(formulas), matchedWith(formulas, { index, value: !truth })];
  return and(truth ? holds : fails, matches ? now : negate(now), matches ? negate(otherwise) : otherwise);
}

/** That the rule matches; with one of its conditions settled, whatever the request. */
function matchedWith(
  { rule, shape, truthOf }: ShapeFormulas,
  settled?: { readonly index: number; readonly value: boolean },
): Formula {
  const { holds, fails } = foldTree(shape.tree, spelledOut, (index) =>
    index === settled?.index ? constant(settled.value) : truthOf(index),
  );
  return rule.effect === "allow" ? holds : negate(fails);
}

function constant(value: boolean): Truth {
  return value ? { holds: yes, fails: no } : { holds: no, fails: yes };
}

/** Strong Kleene logic, spelt out in that of two values. */
const spelledOut: Logic<Truth> = {
  and: (operands) => ({
    holds: and(...operands.map(({ holds }) => holds)),
    fails: or(...operands.map(({ fails }) => fails)),
  }),
  or: (operands) => ({
    holds: or(...operands.map(({ holds }) => holds)),
    fails: and(...operands.map(({ fails }) => fails)),
  }),
  not: ({ holds, fails }) => ({ holds: fails, fails: holds }),
  if: (condition, consequent, alternate) => ({
    holds: or(and(condition.holds, consequent.holds), and(condition.fails, alternate.holds)),
    fails: or(and(condition.holds, consequent.fails), and(condition.fails, alternate.fails)),
  }),
};
