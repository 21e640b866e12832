import type { Scalar } from "../check/typed-expression.js";
import type { GraphNode } from "./node.js";

/** A node as it is before it has a place in a table. */
export type NodeShape<N extends GraphNode> = N extends GraphNode ? Omit<N, "id" | "canErr"> : never;

/**
 * The nodes of one graph, each once (hash-consing: Ershov 1958, Filliâtre and Conchon 2006): asking for a node of the same kind
 * over the same operands gives the same object, so equality of subgraphs is `===` and work on nodes can be remembered by id.
 */
export class NodeTable {
  readonly #nodes = new Map<string, GraphNode>();

  /** The node of this shape. */
  node<N extends GraphNode>(shape: NodeShape<N>): N {
    const key = keyOf(shape);
    const known = this.#nodes.get(key);
    // The key holds the kind and every property, so the node found has the type asked for.
    if (known !== undefined) return known as N;
    const node = { ...shape, id: this.#nodes.size, canErr: canErr(shape) } as unknown as N;
    this.#nodes.set(key, node);
    return node;
  }
}

function keyOf(shape: object): string {
  const parts: string[] = [];
  for (const name of Object.keys(shape).sort()) parts.push(`${name}:${partKey(shape[name as never])}`);
  return parts.join(";");
}

function partKey(part: unknown): string {
  if (isNode(part)) return `#${part.id}`;
  if (Array.isArray(part)) return `[${part.map(partKey).join()}]`;
  if (typeof part === "object" && part !== null) return keyOfRecord(part);
  return typeof part === "bigint" ? `${part}n` : JSON.stringify(part);
}

/** A scalar that is a record (Cidr, Url), a piece of a pattern, or a regular expression, which its source tells apart. */
function keyOfRecord(record: object): string {
  return "source" in record && "tree" in record ? JSON.stringify(record.source) : `{${keyOf(record)}}`;
}

/** Whether a property of a node is itself a node. */
export function isNode(part: unknown): part is GraphNode {
  return typeof part === "object" && part !== null && "id" in part && "canErr" in part;
}

/** An operand's error passes on, but for `has`, which never errs; only arithmetic makes one. */
function canErr(shape: { readonly kind: string }): boolean {
  if (shape.kind === "present") return false;
  if (shape.kind === "arithmetic" && "safe" in shape && shape.safe === false) return true;
  return Object.values(shape).some((part) => (Array.isArray(part) ? part.some(errs) : errs(part)));
}

function errs(part: unknown): boolean {
  return isNode(part) && part.canErr;
}

/** Whether two scalars are the same value. */
export function sameScalar(left: Scalar, right: Scalar): boolean {
  return left === right || partKey(left) === partKey(right);
}
