import type { GraphNode } from "../../ir/node.js";
import { type NodeShape, NodeTable } from "../../ir/node-table.js";

/**
 * Nodes that nothing was done to: none is shared, and nothing is taken for granted, neither that arithmetic stays within the safe
 * integers nor that a test cannot err. A class, because lowering asks for a table.
 */
export class UnsharedTable extends NodeTable {
  #count = 0;

  override node<N extends GraphNode>(shape: NodeShape<N>): N {
    // What the table itself would make of the shape, with an id of its own.
    const node = { ...shape, id: this.#count++, canErr: true } as unknown as N;
    return "safe" in node ? { ...node, safe: false } : node;
  }
}
