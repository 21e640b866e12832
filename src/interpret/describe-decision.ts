import type { Decision } from "../runtime/decision.js";

/** A decision in the words of `expect`: `deny by analytics.no_payroll because "…"`. */
export function describeDecision(decision: Decision): string {
  const allowed = decision.decision;
  const by = allowed || decision.reason === "denied_by_rule" ? decidingRules(decision) : [decision.reason];
  const [because] = decision.because;
  return decisionSentence(allowed ? "allow" : "deny", by, because, obligationNames(decision));
}

/** What {@link describeDecision} leaves out: what is wrong with an invalid request, and what could not be evaluated. */
export function decisionDetails({ problems, errors }: Decision): readonly string[] {
  return [
    ...problems.map(
      ({ path, kind, expected }) =>
        `  ${path === "" ? "the request" : path} is ${kind}: expected ${expected}`,
    ),
    ...errors.map(
      ({ rule, principal, where }) =>
        `  ${rule}: ${where === "clauses" ? "its clauses" : "its obligation"} could not be evaluated for the ${principal}`,
    ),
  ];
}

/**
 * The rules that a decision rests on, sorted: of an allowed request the allows of both principals, of a denied one the denies. A
 * principal that is allowed does not decide a request that the other one may not make.
 */
export function decidingRules(decision: Decision): readonly string[] {
  const principals = [decision.subject, decision.actor].filter((principal) => principal !== undefined);
  const deciding = principals.filter((principal) => decision.decision || !principal.decision);
  return [...new Set(deciding.flatMap(({ rules }) => rules))].sort();
}

/** The names of a decision's obligations, sorted. */
export function obligationNames({ obligations }: Decision): readonly string[] {
  return [...new Set(obligations.map(({ name }) => name))].sort();
}

/** What a test expects, or a decision is, in the words of `expect`; a part that is undefined or empty is left out. */
export function decisionSentence(
  decision: "allow" | "deny",
  by: readonly string[] | undefined,
  because: string | undefined,
  obligations: readonly string[] | undefined,
): string {
  return [
    decision,
    ...listed("by", by),
    ...(because === undefined ? [] : [`because ${JSON.stringify(because)}`]),
    ...listed("obliging", obligations),
  ].join(" ");
}

function listed(word: string, names: readonly string[] | undefined): readonly string[] {
  return names === undefined || names.length === 0 ? [] : [`${word} ${names.join(", ")}`];
}
