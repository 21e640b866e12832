import { decisionDetails } from "../interpret/describe-decision.js";
import type { TestResult } from "./test-runner.js";

/** Why a test failed, for people: what was expected, what was decided, and what the decision leaves out. */
export function failureLines({ expected, actual, decision }: TestResult): readonly string[] {
  return [`expected  ${expected}`, `decided   ${actual}`, ...decisionDetails(decision)];
}
