import type { RuleVariant } from "../check/typed-policy-set.js";
import { conjunction, evaluateTruth, negation, type Scope, type Truth } from "../interpret/evaluate.js";
import { type TruthText, truthText } from "../interpret/trace.js";
import { failure } from "../interpret/value.js";
import type { Span } from "../source/span.js";
import { assertNever } from "../util/invariant.js";
import { type ConditionTree, isOpen, shapeOf } from "./coverage/condition-tree.js";

/** A condition that a part of a rule hangs on, and what it came to. */
export interface DecidingCondition {
  /** Where it is written: in the rule, or in a definition that the rule calls. */
  readonly span: Span;
  readonly outcome: TruthText;
}

/** For each part of a rule the conditions that made it come to what it came to. */
export interface DecidingConditions {
  /** Of what its sentence names. */
  readonly scope: readonly DecidingCondition[];
  /** Of each clause; none where the clause is nothing but one condition. */
  readonly clauses: readonly (readonly DecidingCondition[])[];
}

/**
 * The conditions that decide each part of a rule: of an `and` that is false those of its operands that are false, of one that is true all of
 * them, and so on down to what is neither `and`, `or`, `not` nor `if`.
 */
export function decidingConditions(variant: RuleVariant, scope: Scope): DecidingConditions {
  const { tree, conditions } = shapeOf(variant);
  const truths = conditions.map(({ expression }) => evaluateTruth(expression, scope));
  const found = (part: ConditionTree): readonly DecidingCondition[] =>
    [...new Set(decide(part, truths).indexes)].flatMap((index) => {
      const condition = conditions[index];
      if (condition === undefined || !isOpen(condition)) return [];
      return [{ span: condition.expression.span, outcome: truthText(truths[index] ?? failure) }];
    });
  const [sentence = tree, ...clauses] = tree.kind === "and" ? tree.operands : [];
  return {
    scope: found(sentence),
    clauses: clauses.map((part, index) => {
      const deciding = found(part);
      const [only] = deciding;
      const isWhole = isOneCondition(part) && only && isInside(only.span, variant.clauses[index]?.span);
      return isWhole ? [] : deciding;
    }),
  };
}

function isOneCondition(tree: ConditionTree): boolean {
  return tree.kind === "not" ? isOneCondition(tree.operand) : tree.kind === "condition";
}

function isInside(inner: Span, outer: Span | undefined): boolean {
  return inner.file === outer?.file && inner.start >= outer.start && inner.end <= outer.end;
}

/** What a part comes to, and the conditions that make it so. */
interface Decided {
  readonly truth: Truth;
  readonly indexes: readonly number[];
}

function decide(tree: ConditionTree, truths: readonly Truth[]): Decided {
  const inside = (part: ConditionTree): Decided => decide(part, truths);
  switch (tree.kind) {
    case "condition":
      return { truth: truths[tree.index] ?? failure, indexes: [tree.index] };
    case "not":
      return negated(inside(tree.operand));
    case "and":
      return joined(tree.operands.map(inside));
    case "or":
      return negated(joined(tree.operands.map((operand) => negated(inside(operand)))));
    case "if": {
      const condition = inside(tree.condition);
      if (condition.truth === failure) return condition;
      const branch = inside(condition.truth ? tree.consequent : tree.alternate);
      return { truth: branch.truth, indexes: [...condition.indexes, ...branch.indexes] };
    }
    default:
      return assertNever(tree);
  }
}

function negated({ truth, indexes }: Decided): Decided {
  return { truth: negation(truth), indexes };
}

/** Those that are as the whole is have made it so. */
function joined(operands: readonly Decided[]): Decided {
  const truth = conjunction(operands.map((operand) => operand.truth));
  const deciding = operands.filter((operand) => operand.truth === truth);
  return { truth, indexes: deciding.flatMap(({ indexes }) => indexes) };
}
