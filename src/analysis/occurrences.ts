import type { RuleVariant, TypedRule } from "../check/typed-policy-set.js";
import type { RuleBody, Scope } from "../ir/decision-graph.js";
import { environmentKey, targetKey } from "../ir/place-variants.js";
import { principalOf } from "../ir/lower-beside.js";
import type { Analysis, Point } from "./analysis.js";

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
  /** What a rule comes to in a scope; undefined where it is not in it or can match no request. */
  bodyIn(scope: Scope, rule: TypedRule): RuleBody | undefined;
}

/** Finds the points of rules. */
export function createOccurrences({ points }: Analysis): Occurrences {
  const byKey = new Map(points.map((point) => [pointKey(point), point]));
  const bodyIn = createBodyIndex();
  return {
    bodyIn,
    *of(rule) {
      for (const variant of rule.variants)
        for (const target of variant.targets)
          for (const principal of variant.principals) {
            const point = byKey.get(environmentKey(principal, targetKey(target.action, target.resource)));
            if (point !== undefined) yield { point, rule, variant, body: bodyIn(point.scope, rule) };
          }
    },
  };
}

function pointKey({ environment, principal }: Point): string | undefined {
  const side = principalOf(environment, principal);
  return side && environmentKey(side, targetKey(environment.action, environment.resource));
}

/** The body of a rule in a scope; each scope is indexed when it is first asked. */
function createBodyIndex(): (scope: Scope, rule: TypedRule) => RuleBody | undefined {
  const known = new WeakMap<Scope, ReadonlyMap<TypedRule, RuleBody>>();
  return (scope, rule) => {
    const index = known.get(scope) ?? indexOf(scope);
    known.set(scope, index);
    return index.get(rule);
  };
}

function indexOf({ allows, denies, obliges }: Scope): ReadonlyMap<TypedRule, RuleBody> {
  return new Map([...allows, ...denies, ...obliges].map((body) => [body.rule, body]));
}
