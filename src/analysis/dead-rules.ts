import type { TypedRule } from "../check/typed-policy-set.js";
import { rememberedOf } from "../util/remembered.js";
import { aside, searchAt } from "./alone-search.js";
import { type Analysis, matches } from "./analysis.js";
import { plainly } from "./incremental/units.js";
import { plainlyHolds } from "./plainly-holds.js";
import { findStanding, type RuleInquiry, type RuleSearch, type Standing, searchOf } from "./rule-standing.js";
import { undeniedSearch } from "./undenied-search.js";

/**
 * The standings of dead rules alone: those that no request matches, and allows of which each is denied. It is all that has to be known to speak of
 * them, and takes a fraction of the time: of a rule that some request matches, and no deny does, nothing more is asked. Of dead rules it says what an
 * inquiry into all rules says.
 */
export const inquireDeadRules = rememberedOf((analysis: Analysis): RuleInquiry => {
  const search = searchOf(analysis);
  const dead = analysis.policySet.rules.flatMap((rule): (readonly [TypedRule, Standing])[] =>
    isAlive(search, rule) ? [] : [[rule, findStanding(search, rule, true).standing]],
  );
  return { ...search, standings: new Map(dead) };
});

/** Settles of some rules whether they are dead, before all are asked for. */
export function settleDeadRules(analysis: Analysis, rules: readonly TypedRule[]): void {
  const search = searchOf(analysis);
  for (const rule of rules) if (!isAlive(search, rule)) findStanding(search, rule, true);
}

/** Whether some request is known that a rule matches and, of an allow, no deny does. */
function isAlive(search: RuleSearch, rule: TypedRule): boolean {
  if (rule.effect === "allow") return undeniedSearch(search, rule).kind === "alone";
  const find = () => isMatched(aside(search), rule);
  return search.analysis.units.remember(`matched ${rule.id}`, plainly(find));
}

function isMatched(search: RuleSearch, rule: TypedRule): boolean {
  for (const occurrence of search.occurrences.of(rule)) {
    const { point, body } = occurrence;
    if (body === undefined) continue;
    if (plainlyHolds(point.encoder, matches(point, body))) return true;
    if (searchAt(search, occurrence, "oblige", { behind: () => undefined }).kind === "alone") return true;
  }
  return false;
}
