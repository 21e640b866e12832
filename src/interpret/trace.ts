import type { PolicySet } from "../check/typed-policy-set.js";
import type { Decision, PrincipalRole } from "../runtime/decision.js";
import type { Effect } from "../syntax/ast.js";
import type { RuleOutcome } from "./decide-principal.js";
import type { Truth } from "./evaluate.js";
import { interpretWithOutcomes } from "./interpret.js";
import { failure } from "./value.js";

/** A truth value, in words. */
export type TruthText = "true" | "false" | "error";

/** What became of a rule in scope of a principal. */
export interface RuleTrace {
  /** `policy.rule` */
  readonly rule: string;
  readonly effect: Effect;
  readonly principal: PrincipalRole;
  /** The rule's condition: its ids and groups, and all its clauses. */
  readonly outcome: TruthText;
  /** Whether the rule counts: true, or, unless it allows, an error. */
  readonly matches: boolean;
  /** The ids and groups that the sentence names. */
  readonly scope: TruthText;
  /** Each clause as it is written, and what it came to (for `unless` with its negation). */
  readonly clauses: readonly { readonly text: string; readonly outcome: TruthText }[];
}

/** Decides a request, and tells what became of every rule in scope, the subject's first. Never throws. */
export function trace(
  policySet: PolicySet,
  request: unknown,
): { readonly decision: Decision; readonly rules: readonly RuleTrace[] } {
  const { decision, outcomes } = interpretWithOutcomes(policySet, request);
  return { decision, rules: outcomes.map(traceOf) };
}

/** What became of one rule, in words. */
export function traceOf({
  rule,
  variant,
  principal,
  scope,
  clauses,
  outcome,
  matches,
}: RuleOutcome): RuleTrace {
  return {
    rule: rule.id,
    effect: rule.effect,
    principal,
    outcome: truthText(outcome),
    matches,
    scope: truthText(scope),
    clauses: variant.clauses.map(({ text }, index) => ({
      text,
      outcome: truthText(clauses[index] ?? failure),
    })),
  };
}

/** A truth value in words. */
export function truthText(truth: Truth): TruthText {
  return truth === failure ? "error" : truth ? "true" : "false";
}

/**
 * A trace as text: one line a rule, one line a clause below it.
 *
 * ```text
 * subject
 *   deny   analytics.no_payroll: false
 *     false  when "salary" in args.columns
 * ```
 */
export function printTrace(rules: readonly RuleTrace[]): string {
  const roles = (["subject", "actor"] as const).filter((role) =>
    rules.some(({ principal }) => principal === role),
  );
  const lines = roles.flatMap((role) => [
    role,
    ...rules.filter(({ principal }) => principal === role).flatMap(printRule),
  ]);
  return lines.map((line) => `${line}\n`).join("");
}

function printRule({ rule, effect, outcome, matches, scope, clauses }: RuleTrace): readonly string[] {
  const verdict = matches ? `${outcome}, matches` : outcome;
  return [
    `  ${effect.padEnd(6)} ${rule}: ${verdict}`,
    ...(scope === "true" ? [] : [`    ${scope.padEnd(6)} the ids and groups that it names`]),
    ...clauses.map(
      (clause) => `    ${clause.outcome.padEnd(6)} ${clause.text.replaceAll("\n", "\n           ")}`,
    ),
  ];
}
