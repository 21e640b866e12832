import type { Scalar } from "../check/typed-expression.js";
import { type GraphNode, isNode } from "./node.js";
import { propertiesOf } from "./node-properties.js";
import { operandsOf } from "./operands.js";

/** A node as it is before it has a place in a table. */
export type NodeShape<N extends GraphNode> = N extends GraphNode ? Omit<N, "id" | "canErr"> : never;

/**
 * The nodes of one graph, each once (hash-consing: Ershov 1958, Filliâtre and Conchon 2006): asking for a node of the same kind
 * over the same operands gives the same object, so equality of subgraphs is `===` and work on nodes can be remembered by id.
 */
export class NodeTable {
  readonly #nodes = new Map<string, GraphNode>();

  /** How many nodes there are. */
  get size(): number {
    return this.#nodes.size;
  }

  /** The node of this shape. */
  node<N extends GraphNode>(shape: NodeShape<N>): N {
    // A shape is of a kind of node, and has that kind's properties.
    const asked = shape as unknown as GraphNode;
    const key = nodeKey(asked);
    const known = this.#nodes.get(key);
    // The key holds the kind and every property, so the node found has the type asked for.
    if (known !== undefined) return known as N;
    const node = { ...shape, id: this.#nodes.size, canErr: canErr(asked) } as unknown as N;
    this.#nodes.set(key, node);
    return node;
  }
}

function nodeKey(shape: GraphNode): string {
  let key: string = shape.kind;
  for (const name of propertiesOf(shape.kind)) key += ` ${partKey(shape[name as never])}`;
  return key;
}

function partKey(part: unknown): string {
  // With its length no text can pass for anything else, whatever stands in it.
  if (typeof part === "string") return `"${part.length} ${part}`;
  if (Array.isArray(part)) return `[${part.map(partKey).join()}]`;
  if (typeof part === "object" && part !== null) return isNode(part) ? `#${part.id}` : keyOfRecord(part);
  return typeof part === "bigint" ? `${part}n` : String(part);
}

/** A scalar that is a record (Cidr, Url), a piece of a pattern, or a regular expression, which its source tells apart. */
function keyOfRecord(record: object): string {
  if ("source" in record && "tree" in record) return partKey(record.source);
  const names = Object.keys(record).sort();
  return `{${names.map((name) => `${name}:${partKey(record[name as never])}`).join(";")}}`;
}

/** An operand's error passes on, but for `has`, which never errs; arithmetic makes one, and a relation of which nobody knows. */
function canErr(shape: GraphNode): boolean {
  if (shape.kind === "present") return false;
  if (shape.kind === "related" || (shape.kind === "arithmetic" && !shape.safe)) return true;
  return operandsOf(shape).some((operand) => operand.canErr);
}

/** Whether two scalars are the same value. */
export function sameScalar(left: Scalar, right: Scalar): boolean {
  return left === right || partKey(left) === partKey(right);
}
