import { canErrAnswered } from "../../check/can-err.js";
import type { TypedExpression } from "../../check/typed-expression.js";
import type { RuleVariant } from "../../check/typed-policy-set.js";
import { assertNever } from "../../util/invariant.js";

/**
 * What a rule's sentence and clauses say, down to its *conditions*: the operands that `and`, `or`, `not` and the branches of `if` join, each
 * of which is a test of its own. A quantifier is one condition; what is joined in it comes to something for each element ({@link InnerCondition}).
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
  /** 1; more for a condition of a definition that the same clause calls again. */
  readonly call: number;
  readonly expression: TypedExpression;
  /** Whether evaluating it can be an error, as it can be to a test: nothing is unknown to one. */
  readonly canErr: boolean;
  /** Whether the rule can turn when it turns from false to true: to match (`up`), to match no more (`down`), or either way, in an `if`. */
  readonly turns: Turn;
}

/** See {@link Condition}. */
export type Turn = "up" | "down" | "either";

/** A condition of what a quantifier says of each element: only what it comes to is counted, if it does so for one of them. */
export interface InnerCondition extends Pick<Condition, "key" | "call" | "expression"> {
  /** That it is true, or false, for some element. */
  readonly some: Readonly<Record<"true" | "false", TypedExpression>>;
}

/** A rule as it is typed in some environments, by its conditions. */
export interface RuleShape {
  /** That the rule is true: what the sentence names, and all clauses. */
  readonly tree: ConditionTree;
  /** By the index that the tree has. */
  readonly conditions: readonly Condition[];
  /** In the quantifiers among them. */
  readonly inner: readonly InnerCondition[];
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
  const inner: InnerCondition[] = [];
  const placeOf = createPlaces();
  const parts = [{ condition: scope, negated: false }, ...clauses];
  const operands = parts.map(({ condition, negated }, part): ConditionTree => {
    const tree = treeOf(condition, negated ? "down" : "up", (expression, turns) => {
      conditions.push({
        ...placeOf(part, expression),
        expression,
        canErr: canErrAnswered(expression),
        turns,
      });
      const index = conditions.length - 1;
      for (const each of innerOf(expression)) inner.push({ ...placeOf(part, each.expression), ...each });
      return { kind: "condition", index };
    });
    return negated ? { kind: "not", operand: tree } : tree;
  });
  return { tree: { kind: "and", operands }, conditions, inner };
}

/** Keys of places in the text, with a number for those that a definition brings in more than once. */
function createPlaces(): (part: number, expression: TypedExpression) => Pick<Condition, "key" | "call"> {
  const calls = new Map<string, number>();
  return (part, { span: { file, start, end } }) => {
    const place = `${part} ${file} ${start} ${end}`;
    const call = (calls.get(place) ?? 0) + 1;
    calls.set(place, call);
    return { key: `${place} ${call}`, call };
  };
}

/** The conditions of a quantifier's body, if it joins several, and those of quantifiers in it. */
function innerOf(expression: TypedExpression): readonly Omit<InnerCondition, "key" | "call">[] {
  if (expression.kind !== "any" && expression.kind !== "all") return [];
  const { body } = expression;
  const leaves: TypedExpression[] = [];
  treeOf(body, "either", (leaf) => {
    leaves.push(leaf);
    return { kind: "condition", index: leaves.length - 1 };
  });
  const own = leaves.length > 1 ? leaves.map((leaf) => ({ expression: leaf, some: eitherWay(leaf) })) : [];
  const all = [...own, ...leaves.flatMap(innerOf)];
  return all.map((each) => ({
    ...each,
    some: {
      true: { ...expression, kind: "any", body: each.some.true },
      false: { ...expression, kind: "any", body: each.some.false },
    },
  }));
}

function eitherWay(expression: TypedExpression): InnerCondition["some"] {
  const { type, span } = expression;
  return { true: expression, false: { kind: "not", operand: expression, type, span } };
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
export function isOpen({ expression }: Pick<Condition, "expression">): boolean {
  return expression.kind !== "literal";
}
