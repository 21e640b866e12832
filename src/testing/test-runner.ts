import type { PolicySet, PolicyTest, TestExpected } from "../check/typed-policy-set.js";
import { interpret } from "../interpret/interpret.js";
import type { Decision } from "../runtime/decision.js";
import type { Span } from "../source/span.js";
import { invariant } from "../util/invariant.js";

/** How one `test` of a policy set went. */
export interface TestResult {
  readonly name: string;
  readonly passed: boolean;
  /** What the test expects, as it is written after `expect`. */
  readonly expected: string;
  /** What was decided, in the same words: with the rules that decided. */
  readonly actual: string;
  readonly decision: Decision;
  readonly span: Span;
}

/** Decides the request of every `test` with the reference interpreter, in source order. */
export function runTests(policySet: PolicySet): readonly TestResult[] {
  return policySet.tests.map((test) => runTest(policySet, test));
}

function runTest(policySet: PolicySet, { name, request, expected, span }: PolicyTest): TestResult {
  invariant(expected !== undefined, "a checked test expects something");
  const decision = interpret(policySet, request);
  return {
    name,
    passed: meets(decision, expected),
    expected: describeExpected(expected),
    actual: describeDecision(decision),
    decision,
    span,
  };
}

function meets(decision: Decision, expected: TestExpected): boolean {
  return (
    decision.decision === (expected.decision === "allow") &&
    (expected.reason === undefined || decision.reason === expected.reason) &&
    (expected.rules === undefined || sameSet(decidingRules(decision), expected.rules)) &&
    (expected.because === undefined || decision.because.includes(expected.because)) &&
    (expected.obligations === undefined || sameSet(obligationNames(decision), expected.obligations))
  );
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

function obligationNames({ obligations }: Decision): readonly string[] {
  return [...new Set(obligations.map(({ name }) => name))].sort();
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  const wanted = new Set(right);
  return new Set(left).size === wanted.size && left.every((element) => wanted.has(element));
}

function describeExpected({ decision, rules, reason, because, obligations }: TestExpected): string {
  return sentence(decision, reason === undefined ? rules : [reason], because, obligations);
}

/** A decision in the words of `expect`: `deny by analytics.no_payroll because "…"`. */
export function describeDecision(decision: Decision): string {
  const allowed = decision.decision;
  const by = allowed || decision.reason === "denied_by_rule" ? decidingRules(decision) : [decision.reason];
  const [because] = decision.because;
  return sentence(allowed ? "allow" : "deny", by, because, obligationNames(decision));
}

function sentence(
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
