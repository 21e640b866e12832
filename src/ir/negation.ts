import { settled } from "./fold.js";
import type { NotNode, OrderNode, TestNode } from "./node.js";
import type { NodeTable } from "./node-table.js";

/** The negation of a test that is simple already: not true = false; not not x = x; not (x < y) = x >= y. */
export function negationOf(table: NodeTable, operand: TestNode): TestNode {
  if (operand.kind === "settled") return settled(table, !operand.value);
  if (operand.kind === "not") return operand.operand;
  if (operand.kind !== "order") return table.node<NotNode>({ kind: "not", operand });
  const { left, right } = operand;
  return table.node<OrderNode>({ kind: "order", operator: oppositeOrder[operand.operator], left, right });
}

/** The order that holds exactly where another one does not: numbers are totally ordered, and there is no NaN. */
export const oppositeOrder = { "<": ">=", "<=": ">", ">": "<=", ">=": "<" } as const;
