import type { ConstantNode, GraphNode, SettledNode } from "./node.js";
import type { NodeTable } from "./node-table.js";

/** The test that always has this value. */
export function settled(table: NodeTable, value: boolean): SettledNode {
  return table.node<SettledNode>({ kind: "settled", value });
}

/** Whether a node is a constant scalar. */
export function isConstant(node: GraphNode): node is ConstantNode {
  return node.kind === "constant";
}
