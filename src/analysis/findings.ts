import type { DiagnosticCode } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { isLibraryFile } from "../source/file-names.js";
import { findDeniedAllows } from "./allow-always-denied.js";
import type { Analysis } from "./analysis.js";
import { checkAssertions } from "./assertions.js";
import { findClosedActions } from "./closed-action.js";
import { findCollidingObligations } from "./colliding-obligations.js";
import { inquireDeadRules } from "./dead-rules.js";
import { findIdleClauses } from "./idle-clause.js";
import { findIdleDelegations } from "./idle-delegation.js";
import { findIdleDestinations } from "./idle-destination.js";
import { findIdleOperands } from "./idle-operand.js";
import { findIdleRemedies } from "./idle-remedy.js";
import { findInvertedConditions } from "./inverted-condition.js";
import { findOpenHostRegexes } from "./open-host-regex.js";
import { findConflicts } from "./partial-conflict.js";
import { withShownRelations } from "./relations/shown-relations.js";
import { findCoveredRules } from "./rule-covered.js";
import { findImpossibleRules } from "./rule-never-matches.js";
import { inquireRules, type RuleInquiry } from "./rule-standing.js";
import { findSwappedFields } from "./swapped-fields.js";
import { findUnconditionalAllows } from "./unconditional-allow.js";

/** What an analysis has to know of rules: what each does to decisions, which of them are dead, or nothing. */
export type RuleKnowledge = "standings" | "dead rules" | "nothing";

/** One analysis: what it can prove of a policy set that should not be so. It says nothing of what cannot be settled. */
interface FindingSource {
  readonly codes: readonly DiagnosticCode[];
  readonly knows: RuleKnowledge;
  /** `inquire` says of dead rules what there is to know. */
  find(analysis: Analysis, inquire: (analysis: Analysis) => RuleInquiry): readonly Diagnostic[];
}

/**
 * The analyses that `polc check` makes of a policy set without errors; one file each. Promises first: where the budget does not suffice for
 * all, it suffices for them.
 */
const analyses: readonly FindingSource[] = [
  { codes: ["POL3020", "POL3021", "POL3022"], knows: "nothing", find: checkAssertions },
  { codes: ["POL3001"], knows: "dead rules", find: findImpossibleRules },
  { codes: ["POL3002"], knows: "dead rules", find: findDeniedAllows },
  { codes: ["POL3003"], knows: "standings", find: findCoveredRules },
  { codes: ["POL3004"], knows: "standings", find: findIdleClauses },
  { codes: ["POL3005"], knows: "standings", find: findIdleOperands },
  { codes: ["POL3011"], knows: "standings", find: findClosedActions },
  { codes: ["POL3019"], knows: "standings", find: findIdleDelegations },
  { codes: ["POL3012"], knows: "standings", find: (analysis) => findUnconditionalAllows(analysis) },
  { codes: ["POL3014"], knows: "standings", find: findCollidingObligations },
  { codes: ["POL3015"], knows: "standings", find: findIdleRemedies },
  { codes: ["POL3013"], knows: "standings", find: (analysis) => findIdleDestinations(analysis) },
  { codes: ["POL3016"], knows: "standings", find: findSwappedFields },
  { codes: ["POL3017"], knows: "standings", find: findInvertedConditions },
  { codes: ["POL3018"], knows: "nothing", find: findOpenHostRegexes },
  { codes: ["POL3010"], knows: "standings", find: findConflicts },
];

/** Codes of findings. */
export type FindingCodes = ReadonlySet<string>;

/** What is found where nobody says what: all but conflicts, which most policy sets mean. */
export const defaultCodes: FindingCodes = new Set(
  analyses.flatMap(({ codes }) => codes).filter((code) => code !== "POL3010"),
);

/** Whether an analysis has to be made for some codes. */
export function isAnalysed(wanted: FindingCodes): boolean {
  return sourcesOf(wanted).length > 0;
}

/** What has to be known of rules for some codes. */
export function knowledgeFor(wanted: FindingCodes): RuleKnowledge {
  const known = new Set(sourcesOf(wanted).map(({ knows }) => knows));
  if (known.has("standings")) return "standings";
  return known.has("dead rules") ? "dead rules" : "nothing";
}

/**
 * What the analyses of some codes find, in no order: to the letter what they find beside all others. A rule of the standard library is written for
 * policy sets of all kinds: nothing is said of it.
 */
export function findingsOf(analysis: Analysis, wanted: FindingCodes = defaultCodes): readonly Diagnostic[] {
  const inquire = knowledgeFor(wanted) === "dead rules" ? inquireDeadRules : inquireRules;
  return sourcesOf(wanted)
    .flatMap(({ find }) => find(analysis, inquire))
    .filter(({ code, span }) => wanted.has(code) && !isLibraryFile(span.file))
    .map((finding) => withShownRelations(analysis.policySet, finding));
}

function sourcesOf(wanted: FindingCodes): readonly FindingSource[] {
  return analyses.filter(({ codes }) => codes.some((code) => wanted.has(code)));
}
