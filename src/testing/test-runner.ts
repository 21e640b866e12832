import { answered, withTuples } from "../analysis/relations/given.js";
import { shownRelations } from "../analysis/relations/shown-relations.js";
import type { GivenTuple, PolicySet } from "../check/typed-policy-set.js";
import {
  decidingRules,
  decisionSentence,
  describeDecision,
  obligationNames,
} from "../interpret/describe-decision.js";
import { interpret } from "../interpret/interpret.js";
import type { AnsweredRelation, Decision, DecisionReason } from "../runtime/decision.js";
import type { Span } from "../source/span.js";
import { invariant } from "../util/invariant.js";
import { type MatteringRule, rulesThatMattered } from "./rules-that-mattered.js";

/** How one `test` of a policy set went. */
export interface TestResult {
  readonly name: string;
  readonly passed: boolean;
  /** What the test expects, as it is written after `expect`. */
  readonly expected: string;
  /** What was decided, in the same words: with the rules that decided. */
  readonly actual: string;
  readonly decision: Decision;
  /** With what its tuples say of relations. */
  readonly request: unknown;
  /** What rules asked about relations, with the answers; absent where none asked. */
  readonly relations?: readonly AnsweredRelation[];
  /** Of a test that failed: the rules that mattered, with the conditions that decided them. */
  readonly rules: readonly MatteringRule[];
  readonly span: Span;
}

/** What can be expected of a decision; what is left out may be anything. */
export interface Expectation {
  readonly decision: "allow" | "deny";
  /** Ids of the rules that decide, all of them. */
  readonly rules?: readonly string[] | undefined;
  readonly reason?: DecisionReason | undefined;
  readonly because?: string | undefined;
  /** Names of the obligations, all of them. */
  readonly obligations?: readonly string[] | undefined;
}

/** One request, and what is expected of its decision. */
export interface ExpectedDecision {
  readonly name: string;
  readonly request: unknown;
  /** All relations that there are follow from them; there are none unless given. */
  readonly tuples?: readonly GivenTuple[];
  readonly expected: Expectation;
  readonly span: Span;
}

/** Decides the request of every `test` with the reference interpreter, in source order. */
export function runTests(policySet: PolicySet): readonly TestResult[] {
  return testsOf(policySet).map((test) => runTest(policySet, test));
}

/** The `test`s of a policy set. */
export function testsOf(policySet: PolicySet): readonly ExpectedDecision[] {
  return policySet.tests.map(({ name, request, tuples, expected, span }) => {
    invariant(expected !== undefined, "a checked test expects something");
    return { name, request, ...(tuples.length > 0 && { tuples }), expected, span };
  });
}

/** The request of a test, with what its tuples say of relations by the definitions of a policy set: nothing is unknown to a test. */
export function requestOf(
  policySet: PolicySet,
  { request, tuples = [] }: Pick<ExpectedDecision, "request" | "tuples">,
): unknown {
  if (typeof request !== "object" || request === null) return request;
  return answered(policySet, withTuples(request, tuples));
}

/** Decides a request with the reference interpreter, and holds the decision against what is expected. */
export function runTest(policySet: PolicySet, test: ExpectedDecision): TestResult {
  const { name, expected, span } = test;
  const request = requestOf(policySet, test);
  const decision = interpret(policySet, request);
  const passed = meets(decision, expected);
  const relations = shownRelations(policySet, request);
  return {
    name,
    passed,
    expected: describeExpected(expected),
    actual: describeDecision(decision),
    decision,
    request,
    ...(relations.length > 0 && { relations }),
    rules: passed ? [] : rulesThatMattered(policySet, request, expected),
    span,
  };
}

/** Whether a decision is as a test expects it. */
export function meets(decision: Decision, expected: Expectation): boolean {
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

/** What is expected, in the words of `expect`. */
export function describeExpected({ decision, rules, reason, because, obligations }: Expectation): string {
  return decisionSentence(decision, reason === undefined ? rules : [reason], because, obligations);
}
