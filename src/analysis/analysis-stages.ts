import type { TypedRule } from "../check/typed-policy-set.js";
import { groupBy } from "../util/group-by.js";
import { fewestRivals } from "./alone-search.js";
import type { Analysis } from "./analysis.js";
import { assertionCodes, proveAssertion } from "./assertions.js";
import { inquireDeadRules, settleDeadRules } from "./dead-rules.js";
import { type FindingCodes, knowledgeFor } from "./findings.js";
import { idleClauses } from "./idle-clause.js";
import { findIdleDestinations } from "./idle-destination.js";
import { byContenders } from "./least-contested.js";
import type { Occurrences } from "./occurrences.js";
import { removableRules } from "./rule-covered.js";
import { inquireRules, type RuleInquiry, searchOf, settleStandings } from "./rule-standing.js";
import { findUnconditionalAllows } from "./unconditional-allow.js";

/** A part of the work at an analysis; what it finds, units keep. */
export type AnalysisPart = () => void;

/** A part of the work at what is wanted, as parts that do not hang on each other. */
export type AnalysisStage = (analysis: Analysis, wanted: FindingCodes) => readonly AnalysisPart[];

/**
 * What takes the analyses of `polc check` long, in parts that can be worked at ahead of them, in any order and by several at once: those of
 * one stage once all of the stage before are known. Of the same policy set it is always the same parts. Nothing hangs on them: what no part has
 * found, is found where it is asked for.
 */
export const analysisStages: readonly AnalysisStage[] = [rulesByThemselves, byRulesAndActions, fewestCovers];

/** Promises, and what becomes of each rule. */
function rulesByThemselves(analysis: Analysis, wanted: FindingCodes): readonly AnalysisPart[] {
  const { assertions } = analysis.policySet;
  const promises = [...assertionCodes].some((code) => wanted.has(code)) ? assertions : [];
  return [
    ...promises.map((assertion, index) => () => void proveAssertion(analysis, assertion, index)),
    ...standings(analysis, wanted),
  ];
}

function standings(analysis: Analysis, wanted: FindingCodes): readonly AnalysisPart[] {
  const knowledge = knowledgeFor(wanted);
  if (knowledge === "nothing") return [];
  const settle = knowledge === "standings" ? settleStandings : settleDeadRules;
  return neighbours(searchOf(analysis).occurrences, analysis.policySet.rules).map(
    (some) => () => settle(analysis, some),
  );
}

/** What hangs on the standings of all rules. The part that takes longest is the first. */
function byRulesAndActions(analysis: Analysis, wanted: FindingCodes): readonly AnalysisPart[] {
  const knowledge = knowledgeFor(wanted);
  if (knowledge === "nothing") return [];
  if (knowledge === "dead rules") return byRules(inquireDeadRules(analysis), wanted);
  const inquiry = inquireRules(analysis);
  return [
    ...(wanted.has("POL3003") ? [() => void removableRules(inquiry)] : []),
    ...byActions(analysis, wanted),
    ...byRules(inquiry, wanted),
  ];
}

function byActions(analysis: Analysis, wanted: FindingCodes): readonly AnalysisPart[] {
  return [...analysis.policySet.actions.values()].map((action) => () => {
    if (wanted.has("POL3013")) findIdleDestinations(analysis, [action]);
    if (wanted.has("POL3012")) findUnconditionalAllows(analysis, [action]);
  });
}

function byRules(inquiry: RuleInquiry, wanted: FindingCodes): readonly AnalysisPart[] {
  return neighbours(inquiry.occurrences, [...inquiry.standings.keys()]).map((some) => () => {
    for (const rule of some) {
      if (wanted.has("POL3004")) idleClauses(inquiry, rule);
      const standing = inquiry.standings.get(rule);
      if (wanted.has("POL3002") && standing?.kind === "denied")
        fewestRivals(inquiry, standing.proofs, "deny");
    }
  });
}

/** Which rules are the fewest that cover those that are to be removed. */
function fewestCovers(analysis: Analysis, wanted: FindingCodes): readonly AnalysisPart[] {
  if (!wanted.has("POL3003")) return [];
  const inquiry = inquireRules(analysis);
  const removable = new Map(removableRules(inquiry).map(({ rule, proofs }) => [rule, proofs]));
  return neighbours(inquiry.occurrences, [...removable.keys()]).map((some) => () => {
    for (const rule of some) fewestRivals(inquiry, removable.get(rule) ?? [], rule.effect);
  });
}

/** How many rules are one part at most: so few that all who work end at about the same time. */
const mostTogether = 40;

/** Rules, a few at a time: together those that are looked for at the same point first, since they share its formulas. */
function neighbours(
  occurrences: Occurrences,
  rules: readonly TypedRule[],
): readonly (readonly TypedRule[])[] {
  const groups = groupBy(rules, (rule) => {
    const [least] = byContenders([...occurrences.of(rule)], ({ point }) => point.contenders);
    return least?.point.environment.action;
  });
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / mostTogether) }, (_, index) =>
      group.slice(index * mostTogether, (index + 1) * mostTogether),
    ),
  );
}
