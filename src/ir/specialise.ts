import type { PrincipalEnvironment } from "../check/typed-policy-set.js";
import { rememberedOf } from "../util/remembered.js";
import type { ConstantNode, GraphNode, IdentityNode, RootName, RootNode } from "./node.js";
import type { NodeTable } from "./node-table.js";
import { operandsOf } from "./operands.js";
import { createRewriter, type Rewriter } from "./rewriter.js";

/** What an environment settles. */
export interface EnvironmentFacts {
  readonly principal: PrincipalEnvironment;
  readonly resource: string | undefined;
}

/** Whether an environment could settle anything below these nodes. */
export function hangsOnEnvironment(roots: readonly GraphNode[]): boolean {
  return roots.some(isSettledBelow);
}

const isSettledBelow = rememberedOf(
  (node: GraphNode): boolean => isSettled(node) || operandsOf(node).some(isSettledBelow),
);

function isSettled(node: GraphNode): boolean {
  if (node.kind === "root") return node.name === "subject" || node.name === "actor";
  return node.kind === "identity" && node.name === "type" && node.object.kind === "root";
}

/**
 * Partial evaluation by environment: the type of `principal`, `subject`, `actor` and `resource` is a constant there, and the party that
 * is the principal is written `principal`, so that rules that mean the same become the same.
 */
export function createSpecialiser(table: NodeTable, facts: EnvironmentFacts): Rewriter {
  return createRewriter(table, (node) => specialiseNode(table, facts, node));
}

function specialiseNode(table: NodeTable, facts: EnvironmentFacts, node: GraphNode): GraphNode {
  if (node.kind === "root") return canonicalRoot(table, facts, node);
  return node.kind === "identity" && node.name === "type" ? settledType(table, facts, node) : node;
}

function canonicalRoot(table: NodeTable, { principal }: EnvironmentFacts, node: RootNode): RootNode {
  const self: RootName = principal.role === "actor" ? "actor" : "subject";
  return node.name === self ? table.node<RootNode>({ kind: "root", name: "principal" }) : node;
}

function settledType(
  table: NodeTable,
  facts: EnvironmentFacts,
  node: IdentityNode,
): ConstantNode | IdentityNode {
  const type = node.object.kind === "root" ? typeOfRoot(facts, node.object.name) : undefined;
  return type === undefined
    ? node
    : table.node<ConstantNode>({ kind: "constant", type: "String", value: type });
}

function typeOfRoot({ principal, resource }: EnvironmentFacts, name: RootName): string | undefined {
  switch (name) {
    case "principal":
      return principal.type;
    case "subject":
      return principal.role === "actor" ? principal.other : principal.type;
    case "actor":
      return principal.role === "actor" ? principal.type : principal.other;
    case "resource":
      return resource;
    case "context":
    case "args":
      return undefined;
  }
}
