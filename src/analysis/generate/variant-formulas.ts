import type { TypedExpression } from "../../check/typed-expression.js";
import type { RuleVariant, TypedRule } from "../../check/typed-policy-set.js";
import { lowerTest } from "../../ir/lower-expression.js";
import { lazy } from "../../util/lazy.js";
import { type Analysis, findWithin, type Point } from "../analysis.js";
import type { NotingEncoder } from "../encode/create-encoder.js";
import type { Truth } from "../encode/encoder.js";
import { and, type Formula, negate } from "../encode/formula.js";
import type { Answer } from "../solve/find-request.js";
import { partsRead, type RequestPart } from "./request-parts.js";

/** The conditions of a rule's variant as formulas. Points that share an encoder share them, and what was found for them. */
export interface VariantFormulas {
  /** That the rule matches. */
  readonly matches: Formula;
  /** All that its conditions read. */
  readonly parts: readonly RequestPart[];
  /** A request that it matches, whatever else does. */
  matching(): Answer;
  /** What another expression in the place of the condition `index` would change. */
  changeOf(index: number, condition: TypedExpression): ConditionChange;
}

/** What becomes of a rule with another expression in the place of one of its conditions. */
export interface ConditionChange {
  /** What the condition reads, and those do that read some of the same. */
  readonly parts: readonly RequestPart[];
  /** That the rule matches, and would not; that it does not, and would. */
  readonly ways: readonly [lost: ChangeWay, gained: ChangeWay];
}

/** How an expression in the place of a condition may show. */
export interface ChangeWay {
  /** A request for it together with the conditions that read the same parts: where there is none, there is none for `goal`. */
  alone(): Answer;
  /** Together with all other conditions. */
  readonly goal: Formula;
}

/** The conditions of a variant: what its sentence says of ids and groups, then its clauses. */
export function conditionsOf({ scope, clauses }: RuleVariant): readonly TypedExpression[] {
  return [scope, ...clauses.map(({ condition }) => condition)];
}

/** The formulas of a variant, from a point. */
export function variantFormulas(
  analysis: Analysis,
  { encoder, principal }: Point,
  rule: TypedRule,
  variant: RuleVariant,
): VariantFormulas {
  const known = knownFormulas.get(encoder.truthOf) ?? new Map<RuleVariant, VariantFormulas>();
  knownFormulas.set(encoder.truthOf, known);
  const formulas = known.get(variant) ?? createFormulas({ analysis, encoder, rule, variant, principal });
  known.set(variant, formulas);
  return formulas;
}

const knownFormulas = new WeakMap<NotingEncoder["truthOf"], Map<RuleVariant, VariantFormulas>>();

interface VariantAt extends Pick<Point, "encoder" | "principal"> {
  readonly analysis: Analysis;
  readonly rule: TypedRule;
  readonly variant: RuleVariant;
}

function createFormulas(at: VariantAt): VariantFormulas {
  const conditions = conditionsOf(at.variant);
  const parts = conditions.map((condition, index) => formulaOf(at, index, condition));
  const reads = lazy(() => conditions.map((condition) => partsRead(condition, at.principal)));
  const related = conditions.map((_, index) => lazy(() => relatedTo(reads(), index)));
  const known = conditions.map(() => new Map<TypedExpression, ConditionChange>());
  const createChange = (index: number, condition: TypedExpression): ConditionChange => {
    const { indices, read } = related[index]?.() ?? { indices: new Set(), read: [] };
    const near = and(...parts.filter((_, other) => other !== index && indices.has(other)));
    const rest = and(...parts.filter((_, other) => other !== index && !indices.has(other)));
    const before = parts[index] ?? and();
    const after = formulaOf(at, index, condition);
    const wayOf = (goal: Formula): ChangeWay => ({
      alone: lazy(() => findWithin(at.analysis, at.encoder, goal, () => true)),
      goal: and(goal, rest),
    });
    const lost = wayOf(and(near, before, negate(after)));
    const gained = wayOf(and(near, negate(before), after));
    return { parts: read, ways: [lost, gained] };
  };
  const matches = and(...parts);
  return {
    matches,
    parts: [...new Map(reads().flatMap((read) => [...read])).values()],
    matching: lazy(() => findWithin(at.analysis, at.encoder, matches, () => true)),
    changeOf(index, condition) {
      const change = known[index]?.get(condition) ?? createChange(index, condition);
      known[index]?.set(condition, change);
      return change;
    },
  };
}

/** That a condition lets the rule match. */
function formulaOf(
  { analysis: { graph }, encoder, rule, variant }: VariantAt,
  index: number,
  condition: TypedExpression,
) {
  const truth = encoder.truthOf(lowerTest(graph.table, condition));
  const { holds, fails } = variant.clauses[index - 1]?.negated ? negated(truth) : truth;
  return rule.effect === "allow" ? holds : negate(fails);
}

function negated({ holds, fails }: Truth): Truth {
  return { holds: fails, fails: holds };
}

/** A condition and those that read some of what it reads, which cannot be met one by one. */
function relatedTo(reads: readonly ReadonlyMap<string, RequestPart>[], index: number) {
  const parts = new Map<string, RequestPart>(reads[index]);
  const indices = new Set([index]);
  for (let before = 0; before < indices.size; ) {
    before = indices.size;
    reads.forEach((read, other) => {
      if (![...read.keys()].some((key) => parts.has(key))) return;
      indices.add(other);
      for (const [key, part] of read) parts.set(key, part);
    });
  }
  return { indices, read: [...parts.values()] };
}
