import { invariant } from "../util/invariant.js";
import { type GraphNode, isTest, type TestNode, type ValueNode } from "./node.js";
import type { NodeTable } from "./node-table.js";
import { mapOperands } from "./operands.js";

/** Rewrites nodes and what is below them, each node once. */
export interface Rewriter {
  test(node: TestNode): TestNode;
  value(node: ValueNode): ValueNode;
}

/** Rewrites from the operands up: `step` gets a node whose operands are rewritten already. It keeps tests tests and values values. */
export function createRewriter(table: NodeTable, step: (node: GraphNode) => GraphNode): Rewriter {
  const known = new Map<number, GraphNode>();
  const rewrite = (node: GraphNode): GraphNode => {
    const result = known.get(node.id) ?? step(mapOperands(table, node, rewrite));
    known.set(node.id, result);
    return result;
  };
  return {
    test(node) {
      const result = rewrite(node);
      invariant(isTest(result), "a test was rewritten to a value");
      return result;
    },
    value(node) {
      const result = rewrite(node);
      invariant(!isTest(result), "a value was rewritten to a test");
      return result;
    },
  };
}
