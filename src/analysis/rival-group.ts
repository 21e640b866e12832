import type { RuleBody } from "../ir/decision-graph.js";
import type { Formula } from "./encode/formula.js";
import type { AwayConjunct, Rival } from "./rivals.js";

/** Rivals that are asked about together. */
export interface RivalGroup {
  /** How many they are. */
  readonly size: number;
  /** The first that matches whatever the request. */
  readonly always: Rival | undefined;
  /** What all ask for to be away, rival by rival. */
  away(): readonly Formula[];
  /** Those that ask for one of some formulas to be away. */
  asking(formulas: ReadonlySet<Formula>): readonly Rival[];
  some(test: (rival: Rival) => boolean): boolean;
}

/** Some rivals by themselves. */
export function rivalGroup(rivals: readonly Rival[]): RivalGroup {
  return {
    size: rivals.length,
    always: rivals.find(({ isAlways }) => isAlways),
    away: () => rivals.flatMap(({ away }) => away),
    asking: (formulas) => rivals.filter(({ away }) => away.some((each) => formulas.has(each))),
    some: (test) => rivals.some(test),
  };
}

/** Some rivals but for one: each rule among hundreds is asked about before all others, which are gone through once for all. */
export function groupsWithout(
  rivals: readonly Rival[],
  conjuncts: readonly AwayConjunct[],
): (body: RuleBody) => RivalGroup {
  const away = conjuncts.map(({ conjunct }) => conjunct);
  const always = rivals.filter(({ isAlways }) => isAlways);
  const askingFor = new Map<Formula, Set<Rival>>();
  const placeOf = new Map<RuleBody, number>();
  const starts = new Map<RuleBody, number>();
  for (const [place, { body }] of rivals.entries()) placeOf.set(body, place);
  for (const [start, { rival, conjunct }] of conjuncts.entries()) {
    if (!starts.has(rival.body)) starts.set(rival.body, start);
    const asking = askingFor.get(conjunct);
    if (asking === undefined) askingFor.set(conjunct, new Set([rival]));
    else asking.add(rival);
  }
  return (body) => {
    const own = rivals[placeOf.get(body) ?? -1];
    const isOther = (rival: Rival): boolean => rival !== own;
    return {
      size: rivals.length - (own === undefined ? 0 : 1),
      always: always.find(isOther),
      away() {
        if (own === undefined) return away;
        const start = starts.get(body) ?? 0;
        return away.slice(0, start).concat(away.slice(start + own.away.length));
      },
      asking(formulas) {
        const asking = new Set([...formulas].flatMap((formula) => [...(askingFor.get(formula) ?? [])]));
        const places = [...asking].filter(isOther).map((rival) => placeOf.get(rival.body) ?? 0);
        return places.sort((a, b) => a - b).flatMap((place) => rivals[place] ?? []);
      },
      some: (test) => rivals.some((rival) => isOther(rival) && test(rival)),
    };
  };
}
