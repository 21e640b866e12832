import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { isLibraryFile } from "../source/file-names.js";
import { findDeniedAllows } from "./allow-always-denied.js";
import type { Analysis } from "./analysis.js";
import { checkAssertions } from "./assertions.js";
import { findClosedActions } from "./closed-action.js";
import { findCollidingObligations } from "./colliding-obligations.js";
import { findIdleClauses } from "./idle-clause.js";
import { findIdleDelegations } from "./idle-delegation.js";
import { findIdleDestinations } from "./idle-destination.js";
import { findIdleOperands } from "./idle-operand.js";
import { findIdleRemedies } from "./idle-remedy.js";
import { findInvertedConditions } from "./inverted-condition.js";
import { findOpenHostRegexes } from "./open-host-regex.js";
import { withShownRelations } from "./relations/shown-relations.js";
import { findCoveredRules } from "./rule-covered.js";
import { findImpossibleRules } from "./rule-never-matches.js";
import { findSwappedFields } from "./swapped-fields.js";
import { findUnconditionalAllows } from "./unconditional-allow.js";

/** One analysis: what it can prove of a policy set that should not be so. It says nothing of what cannot be settled. */
export type FindingSource = (analysis: Analysis) => readonly Diagnostic[];

/**
 * The analyses that `polc check` makes of a policy set without errors; one file each. Promises first: where the budget does not suffice for
 * all, it suffices for them.
 */
const analyses: readonly FindingSource[] = [
  checkAssertions,
  findImpossibleRules,
  findDeniedAllows,
  findCoveredRules,
  findIdleClauses,
  findIdleOperands,
  findClosedActions,
  findIdleDelegations,
  findUnconditionalAllows,
  findCollidingObligations,
  findIdleRemedies,
  findIdleDestinations,
  findSwappedFields,
  findInvertedConditions,
  findOpenHostRegexes,
];

/** What all analyses find, in no order. A rule of the standard library is written for policy sets of all kinds: nothing is said of it. */
export function findingsOf(analysis: Analysis): readonly Diagnostic[] {
  return analyses
    .flatMap((find) => find(analysis))
    .filter(({ span }) => !isLibraryFile(span.file))
    .map((finding) => withShownRelations(analysis.policySet, finding));
}
