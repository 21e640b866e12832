import type { Decision } from "../runtime/decision.js";
import type { SourceFile } from "../source/source-file.js";
import type { Analysis } from "./analysis.js";
import { isMatched } from "./generate/shown-request.js";
import { mistakeName, scopeName, type TestNames, testNames } from "./generate/test-names.js";
import type { JsonObject } from "./solve/build-request.js";
import { type WitnessRequest, witnessRequests } from "./witness-requests.js";

/** A test that was found: a request, and what the interpreter makes of it. */
export interface GeneratedTest {
  readonly name: string;
  /** Id of the rule that it is about. */
  readonly rule: string;
  readonly request: JsonObject;
  readonly decision: Decision;
}

/**
 * Tests for every rule: a request on which it decides, and for each mistake that one might have made in its conditions
 * (`nearMistakes`) a request that is decided otherwise with the mistake; and who and what its sentence names, and does not. What a test shows already, one of the policy set or one made
 * before, is not shown again. The same tests for the same policy set; what no request can show, no test does.
 */
export function generateTests(analysis: Analysis, sources: Iterable<SourceFile>): readonly GeneratedTest[] {
  const { policySet } = analysis;
  const names = testNames(
    sources,
    policySet.tests.map(({ name }) => name),
  );
  return witnessRequests(analysis, policySet.tests).map((witness): GeneratedTest => {
    const { rule, request, shown } = witness;
    return { name: names.unique(nameOf(names, witness)), rule: rule.id, request, decision: shown.decision() };
  });
}

function nameOf(names: TestNames, { rule, shown, mistake, scope }: WitnessRequest): string {
  if (scope) return scopeName(rule, scope);
  return mistake ? mistakeName(names, rule, mistake, isMatched(shown, rule)) : `${rule.id} decides`;
}
