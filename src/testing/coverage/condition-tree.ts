import { canErr } from "../../check/can-err.js";
import type { TypedExpression } from "../../check/typed-expression.js";
import type { RuleVariant } from "../../check/typed-policy-set.js";
import { assertNever } from "../../util/invariant.js";

/**
 * What a rule's sentence and clauses say, down to its *conditions*: the operands that `and`, `or`, `not` and the branches of `if` join, each
 * of which is a test of its own. A quantifier is one condition, whatever stands in it.
 */
export type ConditionTree =
  | { readonly kind: "condition"; readonly index: number }
  | { readonly kind: "not"; readonly operand: ConditionTree }
  | { readonly kind: "and" | "or"; readonly operands: readonly ConditionTree[] }
  | {
      readonly kind: "if";
      readonly condition: ConditionTree;
      readonly consequent: ConditionTree;
      readonly alternate: ConditionTree;
    };

/** A condition of a rule. */
export interface Condition {
  /**
   * The same for the same place in the text, however the rule is typed. What a definition says counts for each of its calls: a condition
   * stands where its author wrote it, and belongs to the rule that calls.
   */
  readonly key: string;
  readonly expression: TypedExpression;
  /** Whether evaluating it can be an error. */
  readonly canErr: boolean;
  /** Whether the rule can turn when it turns from false to true: to match (`up`), to match no more (`down`), or either way, in an `if`. */
  readonly turns: Turn;
}

/** See {@link Condition}. */
export type Turn = "up" | "down" | "either";

/** A rule as it is typed in some environments, by its conditions. */
export interface RuleShape {
  /** That the rule is true: what the sentence names, and all clauses. */
  readonly tree: ConditionTree;
  /** By the index that the tree has. */
  readonly conditions: readonly Condition[];
}

const known = new WeakMap<RuleVariant, RuleShape>();

/** The shape of a rule's variant: made once. */
export function shapeOf(variant: RuleVariant): RuleShape {
  const shape = known.get(variant) ?? createShape(variant);
  known.set(variant, shape);
  return shape;
}

function createShape({ scope, clauses }: RuleVariant): RuleShape {
  const conditions: Condition[] = [];
  const times = new Map<string, number>();
  const parts = [{ condition: scope, negated: false }, ...clauses];
  const operands = parts.map(({ condition, negated }, part): ConditionTree => {
    const add = (expression: TypedExpression, turns: Turn): ConditionTree => {
      const { file, start, end } = expression.span;
      const place = `${part} ${file} ${start} ${end}`;
      const count = (times.get(place) ?? 0) + 1;
      times.set(place, count);
      conditions.push({ key: `${place} ${count}`, expression, canErr: canErr(expression), turns });
      return { kind: "condition", index: conditions.length - 1 };
    };
    const tree = treeOf(condition, negated ? "down" : "up", add);
    return negated ? { kind: "not", operand: tree } : tree;
  });
  return { tree: { kind: "and", operands }, conditions };
}

type AddCondition = (expression: TypedExpression, turns: Turn) => ConditionTree;

function treeOf(expression: TypedExpression, turns: Turn, add: AddCondition): ConditionTree {
  const inside = (operand: TypedExpression): ConditionTree => treeOf(operand, turns, add);
  switch (expression.kind) {
    case "not":
      return { kind: "not", operand: treeOf(expression.operand, opposite[turns], add) };
    case "and":
    case "or":
      return { kind: expression.kind, operands: expression.operands.map(inside) };
    case "if":
      return {
        kind: "if",
        condition: treeOf(expression.condition, "either", add),
        consequent: inside(expression.consequent),
        alternate: inside(expression.alternate),
      };
    default:
      return add(expression, turns);
  }
}

const opposite = { up: "down", down: "up", either: "either" } as const;

/** A logic: what the connectives make of values. */
export interface Logic<V> {
  and(operands: readonly V[]): V;
  or(operands: readonly V[]): V;
  not(operand: V): V;
  if(condition: V, consequent: V, alternate: V): V;
}

/** What a tree comes to in a logic. */
export function foldTree<V>(tree: ConditionTree, logic: Logic<V>, leafValue: (index: number) => V): V {
  const fold = (inner: ConditionTree): V => foldTree(inner, logic, leafValue);
  switch (tree.kind) {
    case "condition":
      return leafValue(tree.index);
    case "not":
      return logic.not(fold(tree.operand));
    case "and":
      return logic.and(tree.operands.map(fold));
    case "or":
      return logic.or(tree.operands.map(fold));
    case "if":
      return logic.if(fold(tree.condition), fold(tree.consequent), fold(tree.alternate));
    default:
      return assertNever(tree);
  }
}

/** Whether a condition is one that a request makes true or false: not one that is written, or settled by the types, as a constant. */
export function isOpen({ expression }: Condition): boolean {
  return expression.kind !== "literal";
}
