import type { TypedRule } from "../check/typed-policy-set.js";
import type { DecisionGraph, RuleBody } from "../ir/decision-graph.js";
import type { JsonObject } from "../util/json-object.js";
import { createAnalysis, type Point } from "./analysis.js";
import { compareBody } from "./validate/compare-body.js";
import { createPlainBodies, type PlainBodies } from "./validate/plain-bodies.js";
import { createVariantIndex, partiesKey, type WrittenVariant } from "./validate/variant-index.js";

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

/** How many rules are proved by search at most, a long search counting as several; what is beyond is tried on requests. */
export const proofBudget = 2_000;

/** How many questions a proof counts as, beside those that long searches count as. */
const questionsOfProof = 10;

/**
 * Holds a decision graph, after all that was done to make it small, against the typed rules. The law: on every principal of every kind of
 * request, the graph has a body for each rule that the typed policy set has there and for no other; for every request its condition is
 * true, false or an error as the rule's clauses are, and its obligations and remedies have the same arguments. A rule without a body
 * matches nothing. So a mistake in partial evaluation, simplification or sharing is no decision module.
 *
 * Translation validation (Pnueli, Siegel and Singerman 1998): not the optimiser is proved, but each of its results. What was plain in the
 * version of a policy set before need not be compared again: `plain` remembers it.
 */
export function validateBuild(
  graph: DecisionGraph,
  mode: ValidationMode,
  plain: PlainBodies = createPlainBodies(false),
): BuildValidation {
  const analysis = createAnalysis(graph, mode === "full" ? proofBudget * questionsOfProof : 0);
  const variantsAt = createVariantIndex(graph.policySet);
  const isNew = createUnits();
  const bodiesAt = bodyLookup();
  const faults: BuildFault[] = [];
  const counts = { proved: 0, sampled: 0, fault: 0 };
  for (const point of analysis.points) {
    const { action } = point.environment;
    const bodies = bodiesAt(point);
    const inScope = variantsAt(point);
    const isNewHere = isNew(point);
    let placed = 0;
    for (const written of inScope) {
      const body = bodies.get(written.rule);
      if (body !== undefined) placed++;
      if (!isNewHere(written, body)) continue;
      if (plain.has(point, written, body)) {
        counts.proved++;
        continue;
      }
      const { kind, searched, request } = compareBody({ analysis, point, written, body });
      if (searched) analysis.budget.questions -= questionsOfProof;
      else if (kind === "proved") plain.add(point, written, body);
      counts[kind]++;
      if (kind === "fault") faults.push({ rule: written.rule.id, action, request });
    }
    if (placed < listedAt(point)) faults.push(...strangersAt(point, inScope));
  }
  return { proved: counts.proved, sampled: counts.sampled, faults };
}

/** Whether a body was not yet seen for a rule that means the same: where it says who somebody is, their types are part of what it means. */
function createUnits(): (point: Point) => (written: WrittenVariant, body: RuleBody | undefined) => boolean {
  const seen = new Map<string, Map<WrittenVariant, (RuleBody | undefined)[]>>();
  const seenFor = (key: string) => {
    const known = seen.get(key) ?? new Map<WrittenVariant, (RuleBody | undefined)[]>();
    seen.set(key, known);
    return known;
  };
  return (point) => {
    const anywhere = seenFor(point.principal);
    const here = seenFor(partiesKey(point));
    return (written, body) => {
      const units = written.hangs ? here : anywhere;
      const bodies = units.get(written);
      // Hardly ever more than one, of hundreds of thousands of rules: lists are smaller than sets.
      if (bodies === undefined) units.set(written, [body]);
      else if (bodies.includes(body)) return false;
      else bodies.push(body);
      return true;
    };
  };
}

/** The bodies at a point by their rules: of those that stand where those of their effect do. */
function bodyLookup(): (point: Point) => ReadonlyMap<TypedRule, RuleBody> {
  const known = new WeakMap<Point["scope"], ReadonlyMap<TypedRule, RuleBody>>();
  return ({ scope }) => {
    const bodies = known.get(scope) ?? new Map(bodiesOf(scope).map((body) => [body.rule, body]));
    known.set(scope, bodies);
    return bodies;
  };
}

/** The bodies of a scope that stand where those of their effect do. */
function bodiesOf({ allows, denies, obliges }: Point["scope"]): readonly RuleBody[] {
  const ofEffect = (bodies: readonly RuleBody[], effect: TypedRule["effect"]) =>
    bodies.filter(({ rule }) => rule.effect === effect);
  return [...ofEffect(allows, "allow"), ...ofEffect(denies, "deny"), ...ofEffect(obliges, "oblige")];
}

function listedAt({ scope: { allows, denies, obliges } }: Point): number {
  return allows.length + denies.length + obliges.length;
}

/** Bodies that have no place at a point: of rules that are not in scope there, twice, or among those of another effect. */
function strangersAt(
  { scope, environment }: Point,
  inScope: readonly WrittenVariant[],
): readonly BuildFault[] {
  const { allows, denies, obliges } = scope;
  const rules = new Set(inScope.map(({ rule }) => rule));
  const placed = new Set(bodiesOf(scope));
  const seen = new Set<TypedRule>();
  return [...allows, ...denies, ...obliges].flatMap((body): readonly BuildFault[] => {
    const isPlaced = placed.has(body) && rules.has(body.rule) && !seen.has(body.rule);
    seen.add(body.rule);
    return isPlaced ? [] : [{ rule: body.rule.id, action: environment.action, request: undefined }];
  });
}
