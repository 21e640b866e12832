import type { TypedRule } from "../check/typed-policy-set.js";
import type { Analysis, Point } from "./analysis.js";
import type { Occurrence, Occurrences } from "./occurrences.js";

/**
 * A rule at its points: first the first of those where the fewest rules decide, as it is most likely to be alone there, then the others, from few
 * to many. Most often the first settles all, and of the order no more is looked at than is gone through.
 */
export function* leastContested(
  { analysis: { units }, occurrences }: SearchedRules,
  rule: TypedRule,
): Iterable<Occurrence> {
  units.look("least contested", rule.id);
  const fewestFirst = byContenders([...occurrences.of(rule)], ({ point }) => point.contenders);
  const { value: first } = fewestFirst.next();
  if (first === undefined) return;
  yield first;
  units.look("contested", rule.id);
  yield* fewestFirst;
}

/** Whether at least so many rules decide at each point of a rule. */
export function areContenders(
  { analysis: { units }, occurrences }: SearchedRules,
  rule: TypedRule,
  many: number,
): boolean {
  units.look("least contested", rule.id);
  for (const { point } of occurrences.of(rule)) if (point.contenders < many) return false;
  return true;
}

interface SearchedRules {
  readonly analysis: Pick<Analysis, "units">;
  readonly occurrences: Occurrences;
}

/** Those with the fewest contenders first; what is behind the first is not put in order before somebody asks for it. */
export function* byContenders<Each>(
  all: readonly Each[],
  contendersOf: (each: Each) => Point["contenders"],
): Generator<Each, undefined> {
  const counted = all.map((each) => ({ each, contenders: contendersOf(each) }));
  const fewest = Math.min(...counted.map(({ contenders }) => contenders));
  const least = counted.findIndex(({ contenders }) => contenders === fewest);
  for (const { each } of counted.splice(least, 1)) yield each;
  counted.sort((left, right) => left.contenders - right.contenders);
  for (const { each } of counted) yield each;
  return undefined;
}
