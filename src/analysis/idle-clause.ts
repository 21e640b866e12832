import type { TypedClause } from "../check/typed-expression.js";
import type { TypedRule } from "../check/typed-policy-set.js";
import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { RuleOutcome } from "../interpret/decide-principal.js";
import type { Analysis } from "./analysis.js";
import { clausesAt } from "./clauses-at.js";
import { negate } from "./encode/formula.js";
import { hasFreeConditions } from "./free-conditions.js";
import { isGuard, tellsEnvironmentsApart } from "./guards.js";
import { distinctOccurrences, isNeverBeside } from "./idle-question.js";
import { plainly } from "./incremental/units.js";
import { matchedWitness } from "./matched-witness.js";
import { inquireRules, isNever, type RuleInquiry, standingIn } from "./rule-standing.js";

/**
 * POL3004: a clause that never keeps a rule from matching: without it the rule means the same.
 *
 * Law: at every point that the rule is in scope of, that all its other clauses are met and this one is not has no model. The other
 * clauses are those that stay when what is reported is removed. What a rule says for the sake of what follows (a guard), for the sake of
 * one of its environments, as a remedy, or as plainly as `when true`, is not reported.
 */
export function findIdleClauses(analysis: Analysis): readonly Diagnostic[] {
  const inquiry = inquireRules(analysis);
  return analysis.policySet.rules.flatMap((rule) => {
    const idle = idleClauses(inquiry, rule);
    if (idle.size === 0) return [];
    const clauses = rule.variants[0]?.clauses ?? [];
    return clauses.filter((_, index) => idle.has(index)).map((clause) => idleClause(inquiry, rule, clause));
  });
}

/** The clauses of a rule that can be left out together, by their places; none of a rule that is reported itself. */
export function idleClauses(inquiry: RuleInquiry, rule: TypedRule): ReadonlySet<number> {
  const { units } = inquiry.analysis;
  return units.remember(
    `idle clauses ${rule.id}`,
    plainly(() => searchIdleClauses(inquiry, rule)),
  );
}

function searchIdleClauses(inquiry: RuleInquiry, rule: TypedRule): ReadonlySet<number> {
  const idle = new Set<number>();
  if (standingIn(inquiry, rule) !== "essential" || mattersThroughout(inquiry, rule)) return idle;
  const count = rule.variants[0]?.clauses.length ?? 0;
  for (let index = count - 1; index >= 0; index -= 1)
    if (isCandidate(rule, index) && isIdle(inquiry, rule, index, idle)) idle.add(index);
  return idle;
}

/** Whether it is plain, without a question, that all conditions of a rule matter. */
export function mattersThroughout(inquiry: RuleInquiry, rule: TypedRule): boolean {
  const { analysis, occurrences } = inquiry;
  const matters = (): boolean => {
    const [first] = occurrences.of(rule);
    return first !== undefined && hasFreeConditions(analysis, first);
  };
  return analysis.units.remember(`matters throughout ${rule.id}`, plainly(matters));
}

/** Whether a report of the clause would be worth reading, if it is idle. */
function isCandidate(rule: TypedRule, index: number): boolean {
  return rule.variants.every(({ clauses, obligations }) => {
    const clause = clauses[index];
    if (clause === undefined || clause.remedy !== undefined || isPlainlySettled(clause)) return false;
    const values = obligations.flatMap((obligation) => obligation.arguments.map(({ value }) => value));
    const after = [...clauses.slice(index + 1).map(({ condition }) => condition), ...values];
    return !isGuard(clause.condition, after) && !tellsEnvironmentsApart(rule, clause.condition);
  });
}

/** What is not a literal need not be printed for that. */
function isPlainlySettled(clause: TypedClause): boolean {
  return clause.condition.kind === "literal" && ["when true", "unless false"].includes(clause.text);
}

function isIdle(inquiry: RuleInquiry, rule: TypedRule, index: number, dropped: ReadonlySet<number>): boolean {
  return [...distinctOccurrences(inquiry, rule)].every((occurrence) => {
    const clauses = clausesAt(inquiry.analysis, occurrence);
    const others = clauses.filter((_, place) => place !== index + 1 && !dropped.has(place - 1));
    const clause = clauses[index + 1];
    if (clause === undefined) return false;
    return isNeverBeside(inquiry, occurrence, negate(clause.isMet), others, (outcome) => {
      const unmet = unmetClauses(outcome).filter((place) => !dropped.has(place));
      return unmet.length === 1 && unmet[0] === index;
    });
  });
}

/** Whether a clause holds even without the rest of its rule. */
function isAlwaysMet(inquiry: RuleInquiry, rule: TypedRule, index: number): boolean {
  return [...inquiry.occurrences.of(rule)].every((occurrence) => {
    const clause = clausesAt(inquiry.analysis, occurrence)[index + 1];
    return clause !== undefined && isNever(inquiry, occurrence, negate(clause.isMet), () => true);
  });
}

function idleClause(inquiry: RuleInquiry, rule: TypedRule, clause: TypedClause): Diagnostic {
  const index = rule.variants[0]?.clauses.indexOf(clause) ?? -1;
  const isAlways = inquiry.analysis.units.remember(
    `always met ${index} ${rule.id}`,
    plainly(() => isAlwaysMet(inquiry, rule, index)),
  );
  const holds = clause.negated ? "never holds" : "always holds";
  const where = isAlways ? "whatever the request" : "where the rest of the rule does";
  const effect = clause.negated ? "excepts" : "restricts";
  return createDiagnostic(
    "POL3004",
    clause.span,
    `this clause ${effect} nothing: \`${clause.text.replace(/^(when|unless) /, "")}\` ${holds}, ${where}`,
    {
      label: `without it, \`${rule.id}\` means the same`,
      help: "remove the clause, or write what it was meant to say",
      ...matchedWitness(inquiry, rule, `\`${rule.id}\` matches, with the clause and without it`),
    },
  );
}

/** The clauses, by their places, that keep a rule from matching: an allow wants what is true, others also take what is an error. */
function unmetClauses({ rule, clauses }: RuleOutcome): readonly number[] {
  const isMet = (truth: RuleOutcome["outcome"]) =>
    rule.effect === "allow" ? truth === true : truth !== false;
  return clauses.flatMap((truth, index) => (isMet(truth) ? [] : [index]));
}
