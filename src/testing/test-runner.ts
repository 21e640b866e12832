import type { PolicySet, PolicyTest, TestExpected } from "../check/typed-policy-set.js";
import {
  decidingRules,
  decisionSentence,
  describeDecision,
  obligationNames,
} from "../interpret/describe-decision.js";
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

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  const wanted = new Set(right);
  return new Set(left).size === wanted.size && left.every((element) => wanted.has(element));
}

function describeExpected({ decision, rules, reason, because, obligations }: TestExpected): string {
  return decisionSentence(decision, reason === undefined ? rules : [reason], because, obligations);
}
