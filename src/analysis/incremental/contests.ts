import type { TypedRule } from "../../check/typed-policy-set.js";
import type { DecisionGraph, Environment } from "../../ir/decision-graph.js";
import { contentOf } from "../../source/moved.js";
import { lazy } from "../../util/lazy.js";
import { byContenders } from "../least-contested.js";
import { indexPoints, type SideOfKind } from "../point-index.js";
import { pointPlaces } from "../point-places.js";
import { ruleTargets } from "../rule-targets.js";

/** Where other rules decide beside one. */
export interface Contest {
  /** The first of its points where the fewest rules decide, and how many do. */
  readonly least: string;
  /** All of its points, from few rules to many. */
  order(): string;
}

/** The contests of one version of a policy set after the other, while the schema stays as it is. */
export class Contests {
  /** By what rules say, wherever they stand. */
  #known = new Map<TypedRule, Contest>();
  #sides: readonly CountedSide[] = [];
  #find = (_: TypedRule): Contest => contestAmong([]);

  /** Goes on to the next version: a rule of whose actions all points have as many rules as before has the contest that it had. */
  turn({ policySet, environments }: Pick<DecisionGraph, "policySet" | "environments">): void {
    const sides = countedSides(environments);
    const changed = new Set<string>();
    for (const [place, { environment, contenders }] of sides.entries())
      if (this.#sides[place]?.contenders !== contenders) changed.add(pointPlaces(environment).target);
    const kept = new Map<TypedRule, Contest>();
    for (const rule of policySet.rules.map(contentOf)) {
      const contest = this.#known.get(rule);
      if (contest !== undefined && !isAbout(rule, changed)) kept.set(rule, contest);
    }
    const sidesOf = lazy(() => indexPoints(sides));
    this.#known = kept;
    this.#sides = sides;
    this.#find = ({ variants }) => contestAmong(variants.flatMap((variant) => [...sidesOf()(variant)]));
  }

  of(rule: TypedRule): Contest {
    const content = contentOf(rule);
    const contest = this.#known.get(content) ?? this.#find(content);
    this.#known.set(content, contest);
    return contest;
  }
}

function isAbout(rule: TypedRule, targets: ReadonlySet<string>): boolean {
  if (targets.size > 0) for (const target of ruleTargets(rule)) if (targets.has(target)) return true;
  return false;
}

/** A point, with how many rules decide there. */
interface CountedSide extends SideOfKind {
  /** The same in every version. */
  readonly number: number;
  readonly contenders: number;
}

function countedSides(environments: readonly Environment[]): readonly CountedSide[] {
  const sides: CountedSide[] = [];
  for (const environment of environments)
    for (const principal of ["subject", "actor"] as const) {
      const scope = environment[principal]?.scope;
      if (scope === undefined) continue;
      const contenders = scope.allows.length + scope.denies.length;
      sides.push({ environment, principal, number: sides.length, contenders });
    }
  return sides;
}

function contestAmong(sides: readonly CountedSide[]): Contest {
  const inOrder = () => byContenders(sides, ({ contenders }) => contenders);
  const { value: first } = inOrder().next();
  return {
    least: first === undefined ? "" : `${first.number} ${first.contenders}`,
    order: lazy(() => [...inOrder()].map(({ number }) => number).join()),
  };
}
