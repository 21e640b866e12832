import type { TypedClause, TypedExpression } from "../check/typed-expression.js";
import type { RuleVariant } from "../check/typed-policy-set.js";
import { lowerTest } from "../ir/lower-expression.js";
import type { Span } from "../source/span.js";
import type { Analysis } from "./analysis.js";
import type { NotingEncoder } from "./encode/create-encoder.js";
import type { Truth } from "./encode/encoder.js";
import { type Formula, negate } from "./encode/formula.js";
import type { Occurrence } from "./occurrences.js";

/** A part of a rule's condition at one point. */
export interface ClauseAt {
  readonly span: Span;
  /** The clause as it is written; for the ids and groups of the sentence, that. */
  readonly words: string;
  /** That it does not keep the rule from matching: it is true, or, unless the rule allows, an error. */
  readonly isMet: Formula;
  /** Undefined for the sentence's ids and groups. */
  readonly clause: TypedClause | undefined;
}

/** What a rule says of requests at a point: its sentence's ids and groups, then its clauses as they are written. */
export function clausesAt(analysis: Analysis, occurrence: Occurrence): readonly ClauseAt[] {
  const { truthOf } = occurrence.point.encoder;
  const ofFormulas = knownClauses.get(truthOf) ?? new WeakMap<RuleVariant, readonly ClauseAt[]>();
  knownClauses.set(truthOf, ofFormulas);
  const clauses = ofFormulas.get(occurrence.variant) ?? makeClauses(analysis, occurrence);
  ofFormulas.set(occurrence.variant, clauses);
  return clauses;
}

/** Points that share what makes formulas of tests share these: a rule of many clauses is asked about each of them. */
const knownClauses = new WeakMap<NotingEncoder["truthOf"], WeakMap<RuleVariant, readonly ClauseAt[]>>();

function makeClauses(analysis: Analysis, occurrence: Occurrence): readonly ClauseAt[] {
  const { variant } = occurrence;
  const sentence: ClauseAt = {
    span: variant.scope.span,
    words: "what the sentence names",
    isMet: metAt(analysis, occurrence, { condition: variant.scope, negated: false }),
    clause: undefined,
  };
  const clauses = variant.clauses.map((clause) => ({
    span: clause.span,
    // Printed where somebody reads it.
    get words() {
      return `\`${clause.text}\``;
    },
    isMet: metAt(analysis, occurrence, clause),
    clause,
  }));
  return [sentence, ...clauses];
}

/** When a condition, or a part of it, is true at a point and when it is false. */
export function truthAt({ graph }: Analysis, { point }: Occurrence, condition: TypedExpression): Truth {
  return point.encoder.truthOf(lowerTest(graph.table, condition));
}

/** That a condition does not keep the rule from matching, at a point. */
export function metAt(
  analysis: Analysis,
  occurrence: Occurrence,
  { condition, negated }: Pick<TypedClause, "condition" | "negated">,
): Formula {
  const { holds, fails } = truthAt(analysis, occurrence, condition);
  const truth = negated ? { holds: fails, fails: holds } : { holds, fails };
  return occurrence.rule.effect === "allow" ? truth.holds : negate(truth.fails);
}
