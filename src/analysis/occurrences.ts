import type { PolicySet, PrincipalEnvironment, RuleVariant, TypedRule } from "../check/typed-policy-set.js";
import type { RuleBody } from "../ir/decision-graph.js";
import { principalOf } from "../ir/lower-beside.js";
import { lazy } from "../util/lazy.js";
import type { Analysis, Point } from "./analysis.js";
import { indexPoints } from "./point-index.js";
import { pointPlace } from "./point-places.js";
import { bodyInScope } from "./scope-bodies.js";

/** A rule at one of the points that it is in scope of. */
export interface Occurrence {
  readonly point: Point;
  readonly rule: TypedRule;
  /** The rule as it is typed there. */
  readonly variant: RuleVariant;
  /** What it comes to there; undefined where it can match no request, whatever its attributes. */
  readonly body: RuleBody | undefined;
}

/** Where each rule of a policy set is in scope. */
export interface Occurrences {
  /** In the order of the policy set's rules' variants; found as they are asked for, for the first often settles the question. */
  of(rule: TypedRule): Iterable<Occurrence>;
  /** The point of this name. */
  point(place: string): Point | undefined;
  /** A rule at the point of this name; undefined where it is not in scope there. */
  at(place: string, rule: TypedRule): Occurrence | undefined;
  /** The rule of this id. */
  rule(id: string): TypedRule | undefined;
}

/** Finds the points of rules. */
export function createOccurrences({ points, units, policySet }: Analysis): Occurrences {
  const pointsOf = indexPoints(points);
  const byPlace = lazy(() => new Map(points.map((point) => [pointPlace(point), point])));
  const byId = lazy(() => new Map(policySet.rules.map((rule) => [rule.id, rule])));
  const bodyIn = createBodyIndex(policySet);
  return {
    rule: (id) => byId().get(id),
    point: (place) => byPlace().get(place),
    at(place, rule) {
      const point = byPlace().get(place);
      const variant = point && variantAt(point, rule);
      return point && variant && new OccurrenceAt(point, rule, variant, bodyIn);
    },
    *of(rule) {
      units.look("rule", rule.id);
      for (const variant of rule.variants)
        for (const point of pointsOf(variant)) yield new OccurrenceAt(point, rule, variant, bodyIn);
    },
  };
}

/** The body is found when it is first asked for: of hundreds of points the first often settles the question. */
class OccurrenceAt implements Occurrence {
  readonly #bodyIn: BodyIndex;
  #body: RuleBody | undefined;
  #isFound = false;

  constructor(
    readonly point: Point,
    readonly rule: TypedRule,
    readonly variant: RuleVariant,
    bodyIn: BodyIndex,
  ) {
    this.#bodyIn = bodyIn;
  }

  get body(): RuleBody | undefined {
    if (!this.#isFound) this.#body = this.#bodyIn(this.point, this.rule);
    this.#isFound = true;
    return this.#body;
  }
}

/** A rule as it is typed at a point; undefined where it is not in scope. */
export function variantAt({ environment, principal }: Point, rule: TypedRule): RuleVariant | undefined {
  const { action, resource } = environment;
  const side = principalOf(environment, principal);
  const isSide = ({ type, role, other }: PrincipalEnvironment) =>
    type === side?.type && role === side.role && other === side.other;
  return rule.variants.find(
    ({ principals, targets }) =>
      principals.some(isSide) &&
      targets.some((target) => target.action === action && target.resource === resource),
  );
}

/** Gives the body of a rule at a point. */
type BodyIndex = (point: Point, rule: TypedRule) => RuleBody | undefined;

function createBodyIndex({ rules }: PolicySet): BodyIndex {
  const indices = lazy(() => new Map(rules.map((rule, index) => [rule, index])));
  return ({ environment, principal }, rule) => {
    const scope = environment[principal]?.scope;
    const index = indices().get(rule);
    return scope === undefined || index === undefined ? undefined : bodyInScope(scope, rule, index);
  };
}
