import { createAnalysis } from "../analysis/analysis.js";
import type { PolicySet } from "../check/typed-policy-set.js";
import { lower } from "../ir/lower.js";
import type { JsonObject } from "../util/json-object.js";
import type { Coverage } from "./coverage/coverage-of.js";
import { createCoverageRecorder } from "./coverage/coverage-recorder.js";
import { settleCoverage } from "./coverage/settle-coverage.js";

/*
 * START HERE: what a list of requests shows of a policy set, computed on the interpreter.
 *
 *   condition-tree.ts      a rule down to its conditions, and what the connectives make of them
 *   coverage-recorder.ts   evaluates the rules in scope of each request, and notes what it shows
 *   reach.ts               of what no request showed, whether one could: asked of the analysis (coverage-formulas.ts)
 *   coverage-of.ts         both together; figures.ts counts it
 */

/** How many questions the analysis is asked at most about what requests do not show. */
export const mostCoverageQuestions = 20_000;

/** How much of a policy set's rules requests show: which matched, what their conditions came to, which of these were seen to decide. */
export function measureCoverage(policySet: PolicySet, requests: Iterable<JsonObject>): Coverage {
  const recorder = createCoverageRecorder(policySet);
  for (const request of requests) recorder.see(request);
  return settleCoverage(createAnalysis(lower(policySet), mostCoverageQuestions), recorder).tests;
}
