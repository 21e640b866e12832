import type { TypedClause } from "../check/typed-expression.js";
import type { TypedRule } from "../check/typed-policy-set.js";
import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Span } from "../source/span.js";
import type { Analysis } from "./analysis.js";
import { clausesAt, metAt } from "./clauses-at.js";
import { and, negate, or } from "./encode/formula.js";
import { isGuard, tellsEnvironmentsApart } from "./guards.js";
import { idleClauses, mattersThroughout } from "./idle-clause.js";
import { distinctOccurrences, isNeverBeside } from "./idle-question.js";
import { plainly } from "./incremental/units.js";
import { matchedWitness } from "./matched-witness.js";
import { type Operand, operandsIn, withoutOperands } from "./operands-in.js";
import { chargedFor } from "./question-budget.js";
import { inquireRules, type RuleInquiry } from "./rule-standing.js";

/**
 * POL3005: an operand of `and` or `or` without which its rule means the same.
 *
 * Law: at every point that the rule is in scope of, that the rest of the rule holds and its clause says something else without the operand
 * has no model. What is reported of a rule can be left out together. Operands in definitions are not looked at: what is idle in one
 * call may matter in the next.
 */
export function findIdleOperands(analysis: Analysis): readonly Diagnostic[] {
  const inquiry = inquireRules(analysis);
  return analysis.policySet.rules.flatMap((rule) => {
    if (inquiry.standings.get(rule)?.kind !== "essential" || mattersThroughout(inquiry, rule)) return [];
    const idle = idleClauses(inquiry, rule);
    const clauses = rule.variants[0]?.clauses ?? [];
    return clauses.flatMap((clause, index) =>
      idle.has(index) || clause.remedy !== undefined ? [] : idleOperands(inquiry, rule, index, clause),
    );
  });
}

function idleOperands(
  inquiry: RuleInquiry,
  rule: TypedRule,
  index: number,
  clause: TypedClause,
): readonly Diagnostic[] {
  const { units } = inquiry.analysis;
  const places = units.remember(
    `idle operands ${index} ${rule.id}`,
    plainly(() => idlePlaces(inquiry, rule, index, clause)),
  );
  const idle = operandsIn(clause).filter((_, place) => places.has(place));
  return idle.map((operand) => idleOperand(inquiry, rule, operand));
}

/** The operands of a clause that can be left out together, by their places among its operands: these stay where the text above changes. */
function idlePlaces(
  inquiry: RuleInquiry,
  rule: TypedRule,
  index: number,
  clause: TypedClause,
): ReadonlySet<number> {
  inquiry.analysis.units.look("rule", rule.id);
  const dropped = new Set<string>();
  const places = new Set<number>();
  const idle: Operand[] = [];
  for (const [place, operand] of operandsIn(clause).entries()) {
    const isInside = idle.some(({ expression }) => contains(expression.span, operand.expression.span));
    if (isInside || !isCandidate(rule, index, operand)) continue;
    const without = new Set([...dropped, operand.key]);
    if (inquiry.analysis.budget.isSpent) break;
    if (!chargedFor(inquiry.analysis, () => meansTheSame(inquiry, rule, index, without))) continue;
    dropped.add(operand.key);
    places.add(place);
    idle.push(operand);
  }
  return places;
}

function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function isCandidate(rule: TypedRule, index: number, { expression, after }: Operand): boolean {
  if (tellsEnvironmentsApart(rule, expression)) return false;
  return rule.variants.every(({ clauses, obligations }) => {
    const later = clauses.slice(index + 1).map(({ condition }) => condition);
    const values = obligations.flatMap((obligation) => obligation.arguments.map(({ value }) => value));
    return !isGuard(expression, [...after, ...later, ...values]);
  });
}

/** Whether no request tells the rule from itself without some operands of a clause. */
function meansTheSame(
  inquiry: RuleInquiry,
  rule: TypedRule,
  index: number,
  without: ReadonlySet<string>,
): boolean {
  return [...distinctOccurrences(inquiry, rule)].every((occurrence) => {
    const clauses = clausesAt(inquiry.analysis, occurrence);
    const clause = occurrence.variant.clauses[index];
    const condition = clause && withoutOperands(clause, without);
    if (clause === undefined || condition === undefined) return false;
    const now = metAt(inquiry.analysis, occurrence, clause);
    const then = metAt(inquiry.analysis, occurrence, { condition, negated: clause.negated });
    const rest = clauses.filter((_, place) => place !== index + 1);
    const differs = or(and(now, negate(then)), and(then, negate(now)));
    return isNeverBeside(inquiry, occurrence, differs, rest, () => true);
  });
}

function idleOperand(inquiry: RuleInquiry, rule: TypedRule, { expression, of }: Operand): Diagnostic {
  return createDiagnostic("POL3005", expression.span, `this operand of \`${of}\` never matters`, {
    label: `without it, \`${rule.id}\` means the same`,
    help:
      of === "or"
        ? "it is never true here, or the other operands are true whenever it is; remove it, or write what it was meant to say"
        : "it is always true here, or the other operands are false whenever it is; remove it, or write what it was meant to say",
    ...matchedWitness(inquiry, rule, `\`${rule.id}\` matches, with the operand and without it`),
  });
}
