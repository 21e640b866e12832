import { lowerAscii } from "../runtime/text.js";
import { isConstant } from "./fold.js";
import type { ArithmeticNode, ChoiceNode, ConstantNode, ValueNode } from "./node.js";
import type { NodeTable } from "./node-table.js";

/** One step of simplification at a value whose operands are simple already. */
export function foldValue(table: NodeTable, node: ValueNode): ValueNode {
  switch (node.kind) {
    case "arithmetic":
      return foldArithmetic(table, node);
    case "negate":
      // -(constant); 0 stays 0, for there is no -0
      return isConstant(node.operand) ? constant(table, node.operand, 0 - Number(node.operand.value)) : node;
    case "lower":
      return isConstant(node.operand)
        ? constant(table, node.operand, lowerAscii(String(node.operand.value)))
        : node;
    case "choice":
      return foldChoice(node);
    case "coalesce":
      // constant ?? x = constant
      return isConstant(node.left) ? node.left : node;
    case "truth":
      // the truth of (the value v holds) is v
      if (node.test.kind === "settled")
        return table.node<ConstantNode>({ kind: "constant", type: "Bool", value: node.test.value });
      return node.test.kind === "holds" ? node.test.value : node;
    default:
      return node;
  }
}

function constant(table: NodeTable, { type }: ConstantNode, value: number | string): ConstantNode {
  return table.node<ConstantNode>({ kind: "constant", type, value });
}

/** Constants are calculated, unless the result is no safe integer: that is an error, and stays one. */
function foldArithmetic(table: NodeTable, node: ArithmeticNode): ValueNode {
  const { left, right, operator } = node;
  if (!isConstant(left) || !isConstant(right)) return node;
  const [l, r] = [Number(left.value), Number(right.value)];
  const result = operator === "+" ? l + r : operator === "-" ? l - r : l * r;
  return Number.isSafeInteger(result) ? constant(table, left, result + 0) : node;
}

/** if true then x else y = x; if c then x else x = x unless c errs */
function foldChoice(node: ChoiceNode): ValueNode {
  const { test, consequent, alternate } = node;
  if (test.kind === "settled") return test.value ? consequent : alternate;
  return consequent === alternate && !test.canErr ? consequent : node;
}
