import type { TypedRule } from "../check/typed-policy-set.js";
import { groupBy } from "../util/group-by.js";
import { fewestRivals } from "./alone-search.js";
import type { Analysis } from "./analysis.js";
import { proveAssertion } from "./assertions.js";
import { idleClauses } from "./idle-clause.js";
import { findIdleDestinations } from "./idle-destination.js";
import type { Occurrence, Occurrences } from "./occurrences.js";
import { removableRules } from "./rule-covered.js";
import { inquireRules, searchOf, settleStandings } from "./rule-standing.js";
import { findUnconditionalAllows } from "./unconditional-allow.js";

/** A part of the work at an analysis; what it finds, units keep. */
export type AnalysisPart = () => void;

/** A part of the analyses' work, as parts that do not hang on each other. */
export type AnalysisStage = (analysis: Analysis) => readonly AnalysisPart[];

/**
 * What takes the analyses of `polc check` long, in parts that can be worked at ahead of them, in any order and by several at once: those of
 * one stage once all of the stage before are known. Of the same policy set it is always the same parts. Nothing hangs on them: what no part has
 * found, is found where it is asked for.
 */
export const analysisStages: readonly AnalysisStage[] = [standings, byRulesAndActions, fewestCovers];

/** Promises, and what becomes of each rule. */
function standings(analysis: Analysis): readonly AnalysisPart[] {
  const { assertions, rules } = analysis.policySet;
  return [
    ...assertions.map((assertion, index) => () => void proveAssertion(analysis, assertion, index)),
    ...neighbours(searchOf(analysis).occurrences, rules).map((some) => () => settleStandings(analysis, some)),
  ];
}

/** What hangs on the standings of all rules. The part that takes longest is the first. */
function byRulesAndActions(analysis: Analysis): readonly AnalysisPart[] {
  const inquiry = inquireRules(analysis);
  const { actions, rules } = analysis.policySet;
  return [
    () => void removableRules(inquiry),
    ...[...actions.values()].map((action) => () => {
      findIdleDestinations(analysis, [action]);
      findUnconditionalAllows(analysis, [action]);
    }),
    ...neighbours(inquiry.occurrences, rules).map((some) => () => {
      for (const rule of some) {
        idleClauses(inquiry, rule);
        const standing = inquiry.standings.get(rule);
        if (standing?.kind === "denied") fewestRivals(inquiry, standing.proofs, "deny");
      }
    }),
  ];
}

/** Which rules are the fewest that cover those that are to be removed. */
function fewestCovers(analysis: Analysis): readonly AnalysisPart[] {
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
  const groups = groupBy(rules, (rule) => leastContested(occurrences.of(rule))?.point.environment.action);
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / mostTogether) }, (_, index) =>
      group.slice(index * mostTogether, (index + 1) * mostTogether),
    ),
  );
}

/** The first of those with the fewest rules in scope. */
function leastContested(occurrences: Iterable<Occurrence>): Occurrence | undefined {
  let least: Occurrence | undefined;
  for (const each of occurrences)
    if (least === undefined || each.point.contenders < least.point.contenders) least = each;
  return least;
}
