import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Analysis } from "./analysis.js";
import { checkAssertions } from "./assertions.js";
import { findImpossibleRules } from "./rule-never-matches.js";

/** One analysis: what it can prove of a policy set that should not be so. It says nothing of what cannot be settled. */
export type FindingSource = (analysis: Analysis) => readonly Diagnostic[];

/** The analyses that `polc check` makes of a policy set without errors; one file each. */
const analyses: readonly FindingSource[] = [findImpossibleRules, checkAssertions];

/** What all analyses find, in no order. */
export function findingsOf(analysis: Analysis): readonly Diagnostic[] {
  return analyses.flatMap((find) => find(analysis));
}
