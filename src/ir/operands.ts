import { type GraphNode, isNode } from "./node.js";
import { propertiesOf } from "./node-properties.js";
import type { NodeShape, NodeTable } from "./node-table.js";

/** The nodes that a node is made of, in the order of its properties. */
export function operandsOf(node: GraphNode): readonly GraphNode[] {
  const operands: GraphNode[] = [];
  for (const name of propertiesOf(node.kind)) {
    const part: unknown = node[name as never];
    if (isNode(part)) operands.push(part);
    else if (Array.isArray(part)) for (const each of part) if (isNode(each)) operands.push(each);
  }
  return operands;
}

/** The node with each operand replaced by what `replace` gives for it; the node itself where nothing changes. */
export function mapOperands(
  table: NodeTable,
  node: GraphNode,
  replace: (operand: GraphNode) => GraphNode,
): GraphNode {
  let changed = false;
  const replaced = (part: GraphNode): GraphNode => {
    const result = replace(part);
    changed ||= result !== part;
    return result;
  };
  const shape: Record<string, unknown> = { kind: node.kind };
  for (const name of propertiesOf(node.kind)) {
    const part: unknown = node[name as never];
    if (isNode(part)) shape[name] = replaced(part);
    else
      shape[name] = Array.isArray(part) ? part.map((each) => (isNode(each) ? replaced(each) : each)) : part;
  }
  // The same kind with operands of the same sorts.
  return changed ? table.node(shape as unknown as NodeShape<GraphNode>) : node;
}

/** Calls `visit` with every node below `roots` and the roots themselves, each once, operands first. */
export function visitNodes(roots: Iterable<GraphNode>, visit: (node: GraphNode) => void): void {
  const seen = new Set<number>();
  const walk = (node: GraphNode): void => {
    if (seen.has(node.id)) return;
    seen.add(node.id);
    for (const operand of operandsOf(node)) walk(operand);
    visit(node);
  };
  for (const root of roots) walk(root);
}
