import { decisionDetails } from "../interpret/describe-decision.js";
import { printTrace } from "../interpret/trace.js";
import type { TestResult } from "./test-runner.js";

/**
 * Why a test failed, for people: what was expected and decided, what the decision leaves out, the request, and the rules that mattered
 * with the conditions that decided them.
 */
export function failureLines({
  expected,
  actual,
  decision,
  request,
  rules,
}: Pick<TestResult, "expected" | "actual" | "decision" | "request" | "rules">): readonly string[] {
  return [
    `expected  ${expected}`,
    `decided   ${actual}`,
    ...decisionDetails(decision),
    `request   ${JSON.stringify(request)}`,
    ...linesOf(printTrace(rules)),
  ];
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").slice(0, -1);
}
