import type { TypedRule } from "../check/typed-policy-set.js";
import type { DecisionGraph, RuleBody } from "../ir/decision-graph.js";
import type { JsonObject } from "../util/json-object.js";
import { createAnalysis, type Point } from "./analysis.js";
import { type BodyVerdict, compareBody } from "./validate/compare-body.js";
import { createVariantIndex } from "./validate/variant-index.js";

/** Where the decision graph does not say what a rule says, by the example of a request. */
export interface BuildFault {
  /** Id of the rule. */
  readonly rule: string;
  readonly action: string;
  /** Undefined where the graph has not the rules that it should have. */
  readonly request: JsonObject | undefined;
}

/** What became of the rules of a decision graph. */
export interface BuildValidation {
  /** How many were proved to decide as they are written: each counts once for each meaning that it has. */
  readonly proved: number;
  /** How many were only tried on requests. */
  readonly sampled: number;
  readonly faults: readonly BuildFault[];
}

/** How much is done for rules that are not plainly what is written: prove them, or try them on requests. */
export type ValidationMode = "full" | "sample";

/** How many rules are proved by search at most; what is beyond is tried on requests. */
export const proofBudget = 2_000;

/**
 * Holds a decision graph, after all that was done to make it small, against the typed rules. The law: on every principal of every kind of
 * request, the graph has a body for each rule that the typed policy set has there and for no other; for every request its condition is
 * true, false or an error as the rule's clauses are, and its obligations and remedies have the same arguments. A rule without a body
 * matches nothing. So a mistake in partial evaluation, simplification or sharing is no decision module.
 *
 * Translation validation (Pnueli, Siegel and Singerman 1998): not the optimiser is proved, but each of its results.
 */
export function validateBuild(graph: DecisionGraph, mode: ValidationMode): BuildValidation {
  const analysis = createAnalysis(graph);
  const variantsAt = createVariantIndex(graph.policySet);
  const verdicts = new Map<string, BodyVerdict>();
  const faults: BuildFault[] = [];
  const bodyOf = bodyLookup();
  let proofs = mode === "full" ? proofBudget : 0;
  for (const point of analysis.points) {
    const { action } = point.environment;
    const inScope = variantsAt(point);
    for (const { rule, variant, key } of inScope) {
      const body = bodyOf(point, rule);
      const unit = `${key} ${body?.id}`;
      if (verdicts.has(unit)) continue;
      const verdict = compareBody({ analysis, point, rule, variant, body }, proofs > 0);
      if (verdict.searched) proofs -= 1;
      verdicts.set(unit, verdict);
      if (verdict.kind === "fault") faults.push({ rule: rule.id, action, request: verdict.request });
    }
    faults.push(...strangersAt(point, new Set(inScope.map(({ rule }) => rule))));
  }
  const count = (kind: BodyVerdict["kind"]) =>
    [...verdicts.values()].filter((each) => each.kind === kind).length;
  return { proved: count("proved"), sampled: count("sampled"), faults };
}

/** The body of a rule at a point, or that there is none. */
function bodyLookup(): (point: Point, rule: TypedRule) => RuleBody | undefined {
  const known = new WeakMap<Point["scope"], ReadonlyMap<TypedRule, RuleBody>>();
  return ({ scope }, rule) => {
    const bodies = known.get(scope) ?? new Map(bodiesOf(scope).map((body) => [body.rule, body]));
    known.set(scope, bodies);
    return bodies.get(rule);
  };
}

/** The bodies of a scope that stand where those of their effect do. */
function bodiesOf({ allows, denies, obliges }: Point["scope"]): readonly RuleBody[] {
  const ofEffect = (bodies: readonly RuleBody[], effect: TypedRule["effect"]) =>
    bodies.filter(({ rule }) => rule.effect === effect);
  return [...ofEffect(allows, "allow"), ...ofEffect(denies, "deny"), ...ofEffect(obliges, "oblige")];
}

/** Bodies that have no place at a point: of rules that are not in scope there, twice, or among those of another effect. */
function strangersAt({ scope, environment }: Point, inScope: ReadonlySet<TypedRule>): readonly BuildFault[] {
  const { allows, denies, obliges } = scope;
  const seen = new Set<RuleBody>();
  const placed = new Set(bodiesOf(scope));
  return [...allows, ...denies, ...obliges].flatMap((body): readonly BuildFault[] => {
    const isPlaced = placed.has(body) && inScope.has(body.rule) && !seen.has(body);
    seen.add(body);
    return isPlaced ? [] : [{ rule: body.rule.id, action: environment.action, request: undefined }];
  });
}
