import type { DecisionGraph } from "../ir/decision-graph.js";
import {
  compareKind,
  type DecisionDifference,
  differencesIn,
  type UndecidedDifference,
} from "./difference/compare-kind.js";
import { comparedKinds } from "./difference/compared-kinds.js";
import { createComparison } from "./difference/comparison.js";
import { type NeedDifference, needDifferences } from "./difference/need-differences.js";
import { type SchemaChange, schemaChanges } from "./difference/schema-changes.js";
import type { QuestionBudget } from "./question-budget.js";

export type { DecisionDifference, UndecidedDifference } from "./difference/compare-kind.js";
export type { KindOfRequest } from "./difference/compared-kinds.js";
export type { DifferenceKind } from "./difference/difference-kind.js";
export type { NeedDifference } from "./difference/need-differences.js";
export type { SchemaChange } from "./difference/schema-changes.js";

/*
 * What two policy sets decide differently. The law: if a request is decided differently, or is allowed by both with other obligations, or
 * denied by both for other reasons, then a difference of its kind is reported, or said to be undecided. What is reported comes with a
 * request that the interpreter has decided so by either set.
 *
 *   compared-kinds    which kinds of request there are, and their environments in either set
 *   shared-rules      rules of both over one table of nodes: what is the same is the same object, and cancels out
 *   common-schema     what a request is like that is valid for both; `validity`: for one of them only
 *   questions         when a request is decided differently, as formulas
 *   compare-kind      asks, kind by kind
 */

/** All that is different between two policy sets. */
export interface PolicyDifference {
  /** Sorted by kind of request; of each at most one of each kind of difference. */
  readonly decisions: readonly DecisionDifference[];
  readonly undecided: readonly UndecidedDifference[];
  /** What requests have to carry now, or no longer have to. */
  readonly needs: readonly NeedDifference[];
  readonly schema: readonly SchemaChange[];
}

/** Compares two lowered policy sets, by `questions` at most: what is not asked is undecided. */
export function differenceOf(
  older: DecisionGraph,
  newer: DecisionGraph,
  questions = Number.POSITIVE_INFINITY,
): PolicyDifference {
  if (older.policySet.digest === newer.policySet.digest)
    return { decisions: [], undecided: [], needs: [], schema: [] };
  const comparison = createComparison(older, newer, { questions, isSpent: false });
  const kinds = comparedKinds(older, newer);
  const compared = kinds.map((kind) => compareKind(comparison, kind));
  return {
    decisions: compared.flatMap(({ decisions }) => decisions),
    undecided: compared.flatMap(({ undecided }) => undecided),
    needs: needDifferences(comparison, kinds),
    schema: schemaChanges(older.policySet, newer.policySet),
  };
}

/**
 * What two lowered policy sets decide differently, and what is undecided about it, as it is found: a search goes on no longer than it is read, nor than
 * there are questions left in `budget`.
 */
export function* differencesBetween(
  older: DecisionGraph,
  newer: DecisionGraph,
  budget?: QuestionBudget,
): Generator<DecisionDifference | UndecidedDifference> {
  const comparison = createComparison(older, newer, budget);
  yield* differencesIn(comparison, comparedKinds(older, newer));
}
