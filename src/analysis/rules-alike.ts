import type { TypedRule } from "../check/typed-policy-set.js";
import type { RelatedPlace } from "../diagnostics/diagnostic.js";
import { groupBy } from "../util/group-by.js";
import { byPlace } from "./rule-words.js";

/** A rule of which others take all. */
export interface Overruled {
  readonly rule: TypedRule;
  /** The fewest rules that do. */
  readonly rivals: readonly TypedRule[];
}

/** Rules of one effect of which the same others take all, in the order in which people read them. */
export interface RulesAlike {
  readonly rules: readonly [TypedRule, ...TypedRule[]];
  readonly rivals: readonly TypedRule[];
}

/** From how many on rules are told of together: one freeze that takes a hundred rules is one thing to be said, not a hundred. */
const fewestTogether = 4;

/** Puts those together that have the same rivals, where they are many. */
export function rulesAlike(found: readonly Overruled[]): readonly RulesAlike[] {
  const groups = groupBy(found, ({ rule, rivals }) =>
    JSON.stringify([rule.effect, ...rivals.map(({ id }) => id).sort()]),
  );
  return [...groups.values()].flatMap((group): readonly RulesAlike[] => {
    const rivals = group[0]?.rivals ?? [];
    const [first, ...others] = byPlace(group.map(({ rule }) => rule));
    if (first === undefined) return [];
    if (group.length >= fewestTogether) return [{ rules: [first, ...others], rivals }];
    return group.map(({ rule, rivals: own }) => ({ rules: [rule], rivals: own }));
  });
}

/** Places that are shown of many rules that are told of together. */
const mostPlaces = 9;

/** Where the others of some rules stand: the first few of many. */
export function alikePlaces(others: readonly TypedRule[], words: string): readonly RelatedPlace[] {
  return others
    .slice(0, mostPlaces)
    .map(({ id, heading }) => ({ span: heading, message: `\`${id}\` ${words}` }));
}
