import type { Analysis } from "../../analysis/analysis.js";
import { type Coverage, coverageOf } from "./coverage-of.js";
import type { CoverageRecorder } from "./coverage-recorder.js";
import { createReach, withShown } from "./reach.js";

/** What requests show of a policy set: those of its tests alone, and those with what laws have tried. */
export interface CoverageReport {
  readonly tests: Coverage;
  readonly withLaws?: Coverage;
}

/**
 * Settles what was not shown: whether a request could. What none can, as is proved, is not counted. Asks as many questions as the analysis
 * has left; what was not asked is unsettled, unless a request of the laws shows it.
 */
export function settleCoverage(
  analysis: Analysis,
  tests: CoverageRecorder,
  withLaws?: CoverageRecorder,
): CoverageReport {
  const reachOf = createReach(analysis);
  if (withLaws === undefined) return { tests: coverageOf(tests, reachOf) };
  return {
    tests: coverageOf(tests, withShown(reachOf, withLaws)),
    withLaws: coverageOf(withLaws, reachOf),
  };
}
