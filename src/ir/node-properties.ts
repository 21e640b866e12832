import type { GraphNode } from "./node.js";

/**
 * The properties of each kind of node, but those that every node has: what tells one node of a kind from another. Each kind has the same
 * ones whoever makes it, so a walk over nodes need not look for them.
 */
export function propertiesOf(kind: GraphNode["kind"]): readonly string[] {
  return properties[kind];
}

const properties: { readonly [K in GraphNode["kind"]]: readonly PropertyOf<K>[] } = {
  constant: ["type", "value"],
  entity: ["type", "name"],
  list: ["elements"],
  root: ["name"],
  variable: ["name", "variable"],
  read: ["of", "name", "object"],
  identity: ["name", "object"],
  index: ["object", "key"],
  part: ["of", "part", "object"],
  lower: ["operand"],
  arithmetic: ["operator", "safe", "left", "right"],
  negate: ["operand"],
  choice: ["test", "consequent", "alternate"],
  coalesce: ["left", "right"],
  truth: ["test"],
  settled: ["value"],
  not: ["operand"],
  and: ["operands"],
  or: ["operands"],
  if: ["test", "consequent", "alternate"],
  holds: ["value"],
  equals: ["equality", "left", "right"],
  order: ["operator", "left", "right"],
  range: ["operand", "minimum", "maximum"],
  element: ["equality", "element", "list"],
  network: ["ip", "networks"],
  ancestor: ["entity", "group"],
  related: ["relation", "subject", "object"],
  containsAll: ["equality", "list", "elements"],
  containsAny: ["equality", "list", "elements"],
  like: ["operand", "pattern"],
  matches: ["operand", "pattern"],
  within: ["of", "operand", "base"],
  present: ["value"],
  any: ["of", "variable", "collection", "body"],
  all: ["of", "variable", "collection", "body"],
};

type PropertyOf<K extends GraphNode["kind"], N extends GraphNode = GraphNode> = N extends GraphNode
  ? K extends N["kind"]
    ? Exclude<keyof N, "kind" | "id" | "canErr"> & string
    : never
  : never;
