import { createAnalysis } from "../../analysis/analysis.js";
import type { PolicySet } from "../../check/typed-policy-set.js";
import { lower } from "../../ir/lower.js";
import { createCoverageRecorder } from "../../testing/coverage/coverage-recorder.js";
import { settleCoverage } from "../../testing/coverage/settle-coverage.js";
import { mostCoverageQuestions } from "../../testing/coverage.js";
import { isJsonObject } from "../../util/json-object.js";
import type { CoverageContext } from "../coverage/coverage-context.js";
import type { Findings } from "../print-findings.js";

/** What was asked of a policy set. */
export interface AskedRequests {
  /** Of its tests, and of the decisions that were given. */
  readonly tests: readonly unknown[];
  /** Of the laws; undefined where there were none. */
  readonly laws?: readonly unknown[] | undefined;
}

/** What tests show of the policy set at `path`, alone and with the laws. Imported only where that is wanted: it needs the whole compiler. */
export function coverageOfSet(
  policySet: PolicySet,
  path: string,
  asked: AskedRequests,
  { files, displayPath }: Findings,
): CoverageContext {
  const analysis = createAnalysis(lower(policySet), mostCoverageQuestions);
  const recorded = (requests: readonly unknown[]) => {
    const recorder = createCoverageRecorder(policySet);
    for (const request of requests) if (isJsonObject(request)) recorder.see(request);
    return recorder;
  };
  const tests = recorded(asked.tests);
  const withLaws = asked.laws && recorded([...asked.tests, ...asked.laws]);
  return { title: path, report: settleCoverage(analysis, tests, withLaws), analysis, files, displayPath };
}
