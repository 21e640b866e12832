import { decisionDetails } from "../interpret/describe-decision.js";
import type { SourceFile } from "../source/source-file.js";
import { relationLines } from "./relation-lines.js";
import { ruleLines } from "./rule-lines.js";
import type { TestResult } from "./test-runner.js";

/**
 * Why a test failed, for people: what was expected and decided, what the decision leaves out, the request, what its rules asked about
 * relations, and the rules that mattered with the conditions that decided them, as they are written in `files`.
 */
export function failureLines(
  {
    expected,
    actual,
    decision,
    request,
    relations,
    rules,
  }: Pick<TestResult, "expected" | "actual" | "decision" | "request" | "relations" | "rules">,
  files: Iterable<SourceFile>,
): readonly string[] {
  return [
    `expected  ${expected}`,
    `decided   ${actual}`,
    ...decisionDetails(decision),
    `request   ${JSON.stringify(request)}`,
    ...relationLines(relations ?? []),
    ...ruleLines(rules, files),
  ];
}
