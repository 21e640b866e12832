import type { PolicySet } from "../check/typed-policy-set.js";
import type { EvaluationError, ReportedObligation } from "../runtime/decision.js";
import { isRecord } from "../runtime/record.js";
import { matching, type RuleOutcome } from "./decide-principal.js";
import { evaluateArguments } from "./json-form.js";
import { byRule } from "./order.js";
import type { ReadRequest } from "./read-request.js";
import { failure } from "./value.js";

/** One obligation that a matching rule asks for. */
interface Demand {
  readonly outcome: RuleOutcome;
  readonly name: string;
  readonly arguments: ReportedObligation["arguments"] | typeof failure;
}

/** What an allowed request obliges to; or, where that is an error, which rules are to blame. */
export function collectObligations(
  policySet: PolicySet,
  request: ReadRequest,
  outcomes: readonly RuleOutcome[],
): { readonly obligations: readonly ReportedObligation[]; readonly errors: readonly EvaluationError[] } {
  const demands = [...matching(outcomes, "oblige")]
    .sort(byRule)
    .flatMap((outcome) => demandsOf(outcome, request));
  const clashing = clashes(policySet, demands);
  const blamed = demands.filter((demand) => demand.arguments === failure || clashing.has(demand.name));
  if (blamed.length > 0) return { obligations: [], errors: errorsOf(blamed) };
  return { obligations: distinct(demands), errors: [] };
}

function demandsOf(outcome: RuleOutcome, request: ReadRequest): readonly Demand[] {
  const scope = { request, principal: outcome.principal, variables: new Map() };
  return outcome.variant.obligations.map((obligation) => ({
    outcome,
    name: obligation.name,
    arguments: evaluateArguments(obligation.arguments, scope),
  }));
}

/** The names of `once` obligations with two different values. */
function clashes(policySet: PolicySet, demands: readonly Demand[]): ReadonlySet<string> {
  const once = distinct(demands).filter(({ name }) => policySet.obligations.get(name)?.once === true);
  const names = once.map(({ name }) => name);
  return new Set(names.filter((name, index) => names.indexOf(name) !== index));
}

/** The obligations without those that say the same as an earlier one. */
function distinct(demands: readonly Demand[]): readonly ReportedObligation[] {
  const found = new Map<string, ReportedObligation>();
  for (const { name, arguments: values } of demands) {
    if (values === failure) continue;
    const key = canonicalJson([name, values]);
    if (!found.has(key)) found.set(key, { name, arguments: values });
  }
  return [...found.values()];
}

/** JSON text in which the order of members does not show. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    isRecord(member) ? Object.entries(member).sort(([left], [right]) => (left < right ? -1 : 1)) : member,
  );
}

function errorsOf(blamed: readonly Demand[]): readonly EvaluationError[] {
  const outcomes = new Set(blamed.map(({ outcome }) => outcome));
  return [...outcomes].map(({ rule, principal }) => ({ rule: rule.id, principal, where: "obligation" }));
}
