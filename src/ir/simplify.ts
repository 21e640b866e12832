import { assertNever } from "../util/invariant.js";
import { isConstant, settled } from "./fold.js";
import { foldValue } from "./fold-value.js";
import { negationOf } from "./negation.js";
import type {
  ConditionNode,
  ElementNode,
  EqualsNode,
  HoldsNode,
  OrderNode,
  PresentNode,
  QuantifierNode,
  RangeNode,
  TestNode,
} from "./node.js";
import { isTest } from "./node.js";
import { type NodeTable, sameScalar } from "./node-table.js";
import { createRewriter, type Rewriter } from "./rewriter.js";
import { simplifyJunction } from "./simplify-junction.js";

/**
 * Rewrites nodes to smaller ones that mean the same: for every request true stays true, false stays false, an error stays an error
 * (`simplify-preserves-decision`). Each rewrite names its law; the laws of two-valued logic that fail where an operand can err, as
 * `x and not x = false` does, ask for one that cannot.
 *
 * Operands keep their order, since one to the left may guard what one to the right reads.
 */
export function createSimplifier(table: NodeTable): Rewriter {
  return createRewriter(table, (node) => (isTest(node) ? simplifyTest(table, node) : foldValue(table, node)));
}

/** One step at a test whose operands are simple already. */
function simplifyTest(table: NodeTable, node: TestNode): TestNode {
  switch (node.kind) {
    case "not":
      return negationOf(table, node.operand);
    case "and":
    case "or":
      return simplifyJunction(table, node);
    case "if":
      return simplifyCondition(table, node);
    case "holds":
      return simplifyHolds(table, node);
    case "equals":
      return simplifyEquals(table, node);
    case "order":
      return foldOrder(table, node);
    case "range":
      return foldRange(table, node);
    case "element":
      return simplifyElement(table, node);
    case "like":
      // x like "*" = true, unless x errs
      return node.pattern.every((token) => token.kind === "any-run") &&
        node.pattern.length > 0 &&
        !node.operand.canErr
        ? settled(table, true)
        : node;
    case "present":
      return simplifyPresent(table, node);
    case "any":
    case "all":
      return simplifyQuantifier(table, node);
    case "settled":
    case "network":
    case "ancestor":
    case "related":
    case "containsAll":
    case "containsAny":
    case "matches":
    case "within":
      return node;
    default:
      return assertNever(node);
  }
}

/**
 * if true then x else y = x; if c then true else false = c; if c then false else true = not c. And unless c errs (then the `if` does,
 * whatever its branches): if c then x else x = x; if c then x else false = c and x; if c then true else x = c or x
 */
function simplifyCondition(table: NodeTable, node: ConditionNode): TestNode {
  const { test, consequent, alternate } = node;
  if (test.kind === "settled") return test.value ? consequent : alternate;
  if (isSettled(consequent, true) && isSettled(alternate, false)) return test;
  if (isSettled(consequent, false) && isSettled(alternate, true)) {
    return negationOf(table, test);
  }
  if (test.canErr) return node;
  if (consequent === alternate) return consequent;
  if (isSettled(alternate, false))
    return simplifyJunction(table, table.node({ kind: "and", operands: [test, consequent] }));
  if (isSettled(consequent, true))
    return simplifyJunction(table, table.node({ kind: "or", operands: [test, alternate] }));
  return node;
}

function isSettled(node: TestNode, value: boolean): boolean {
  return node.kind === "settled" && node.value === value;
}

/** A test taken as a value and the value as a test is the test. */
function simplifyHolds(table: NodeTable, node: HoldsNode): TestNode {
  if (node.value.kind === "truth") return node.value.test;
  return isConstant(node.value) ? settled(table, node.value.value === true) : node;
}

/** x == x unless x errs; constants are compared; x == true = x; x == false = not x */
function simplifyEquals(table: NodeTable, node: EqualsNode): TestNode {
  const { left, right } = node;
  if (left === right && !left.canErr) return settled(table, true);
  if (!isConstant(right))
    return isConstant(left)
      ? simplifyEquals(table, { ...node, left: right, right: left })
      : rebuilt(table, node);
  if (isConstant(left)) return settled(table, sameScalar(left.value, right.value));
  if (typeof right.value !== "boolean") return rebuilt(table, node);
  const holds = simplifyHolds(table, table.node<HoldsNode>({ kind: "holds", value: left }));
  return right.value ? holds : negationOf(table, holds);
}

function rebuilt(table: NodeTable, { equality, left, right }: EqualsNode): EqualsNode {
  return table.node<EqualsNode>({ kind: "equals", equality, left, right });
}

/** Constants are compared. */
function foldOrder(table: NodeTable, node: OrderNode): TestNode {
  if (!isConstant(node.left) || !isConstant(node.right)) return node;
  return settled(table, compare(node.operator, Number(node.left.value), Number(node.right.value)));
}

function compare(operator: OrderNode["operator"], left: number, right: number): boolean {
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
  }
}

/** Constants are compared; a range that is empty holds nothing, unless the operand errs. */
function foldRange(table: NodeTable, node: RangeNode): TestNode {
  const { operand, minimum, maximum } = node;
  if (!isConstant(minimum) || !isConstant(maximum)) return node;
  if (minimum.value > maximum.value && !operand.canErr) return settled(table, false);
  if (!isConstant(operand)) return node;
  return settled(table, operand.value >= minimum.value && operand.value <= maximum.value);
}

/** x in [] = false and x in […, x, …] = true, unless an operand errs; constants are compared; x in [y] = (x == y) */
function simplifyElement(table: NodeTable, node: ElementNode): TestNode {
  const { element, list, equality } = node;
  if (list.kind !== "list" || node.canErr) return node;
  if (list.elements.length === 0) return settled(table, false);
  if (list.elements.includes(element)) return settled(table, true);
  if (isConstant(element) && list.elements.every(isConstant)) {
    return settled(
      table,
      list.elements.some((each) => sameScalar(each.value, element.value)),
    );
  }
  const [only] = list.elements;
  if (equality !== "strict" || list.elements.length > 1 || only === undefined) return node;
  return simplifyEquals(
    table,
    table.node<EqualsNode>({ kind: "equals", equality, left: element, right: only }),
  );
}

/** What is no path is always there. */
function simplifyPresent(table: NodeTable, node: PresentNode): TestNode {
  const { kind } = node.value;
  return kind === "constant" || kind === "entity" || kind === "root" ? settled(table, true) : node;
}

/** any x in l: false = false and all x in l: true = true, unless l errs. Not so the other two: l may be empty. */
function simplifyQuantifier(table: NodeTable, node: QuantifierNode): TestNode {
  const neutral = node.kind === "all";
  return isSettled(node.body, neutral) && !node.collection.canErr ? settled(table, neutral) : node;
}
