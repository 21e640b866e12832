import type { BodyCall, RuleBody, Scope } from "../../ir/decision-graph.js";
import {
  type GraphNode,
  isNode,
  type QuantifierNode,
  type TestNode,
  type ValueNode,
  type VariableNode,
} from "../../ir/node.js";
import type { NodeShape, NodeTable } from "../../ir/node-table.js";
import { operandsOf } from "../../ir/operands.js";
import type { Type } from "../../types/type.js";
import { olderRelation } from "../relations/relation-rules.js";

/** A rule of one of two policy sets, over nodes that both share: conditions that say the same are the same object. */
export interface SharedRule {
  readonly body: RuleBody;
  readonly condition: TestNode;
  readonly because: string | undefined;
  /** What tells a remedy or an obligation from others: its name, its arguments. */
  readonly remedies: readonly string[];
  readonly obligations: readonly string[];
  /** The same for rules that say the same. */
  readonly number: number;
}

/** The rules on one principal. */
export interface SharedScope {
  readonly denies: readonly SharedRule[];
  readonly allows: readonly SharedRule[];
  readonly obliges: readonly SharedRule[];
  /** All that rules say, but for their names: scopes of one key decide alike. */
  readonly key: string;
}

/** What the rules of two graphs share: nodes, and a number for all that a rule says but for its name. */
export interface Shared {
  readonly table: NodeTable;
  readonly numbers: Map<string, number>;
}

/**
 * Gives the rules of one graph over nodes that another graph's rules can share. Relations that the other graph defines differently, `apart`, are
 * no relations of its.
 */
export function createRuleSharing(
  { table, numbers }: Shared,
  apart: ReadonlySet<string> = new Set(),
): (scope: Scope) => SharedScope {
  const share = createNodeSharing(table, apart);
  const rules = new Map<RuleBody, SharedRule>();
  const scopes = new Map<Scope, SharedScope>();
  const ruleOf = (body: RuleBody): SharedRule => {
    const rule = rules.get(body) ?? sharedRule(share, numbers, body);
    rules.set(body, rule);
    return rule;
  };
  return (scope) => {
    const known = scopes.get(scope) ?? sharedScope(ruleOf, scope);
    scopes.set(scope, known);
    return known;
  };
}

type ShareNode = <N extends TestNode | ValueNode>(node: N) => N;

function sharedRule(share: ShareNode, numbers: Shared["numbers"], body: RuleBody): SharedRule {
  const keyOf = (call: BodyCall): string => callKey(share, call);
  const { effect, because } = body.rule;
  const condition = share(body.condition);
  const remedies = body.remedies.map(keyOf);
  const obligations = body.obligations.map(keyOf);
  const key = JSON.stringify([effect, condition.id, because, remedies, obligations]);
  const number = numbers.get(key) ?? numbers.size;
  numbers.set(key, number);
  return { body, condition, because, remedies, obligations, number };
}

function callKey(share: ShareNode, { name, arguments: given }: BodyCall): string {
  return JSON.stringify([name, ...given.map((each) => [each.name, formOf(each.type), share(each.value).id])]);
}

/** What a value of a type is as JSON: the same value of two types can have two texts. Refinements change none. */
function formOf(type: Type): unknown {
  switch (type.kind) {
    case "Time":
    case "Date":
    case "Duration":
    case "Ip":
    case "Cidr":
    case "Url":
      return type.kind;
    case "List":
      return [formOf(type.element)];
    case "Map":
      return { values: formOf(type.value) };
    case "Record":
      return Object.fromEntries([...type.fields].map(([name, field]) => [`.${name}`, formOf(field.type)]));
    default:
      return "";
  }
}

function sharedScope(ruleOf: (body: RuleBody) => SharedRule, scope: Scope): SharedScope {
  const denies = scope.denies.map(ruleOf);
  const allows = scope.allows.map(ruleOf);
  const obliges = scope.obliges.map(ruleOf);
  const numbers = new Set([...denies, ...allows, ...obliges].map(({ number }) => number));
  return { denies, allows, obliges, key: [...numbers].sort((a, b) => a - b).join() };
}

/**
 * Copies nodes into `table`. Quantifiers' variables are numbered anew, by how many quantifiers are nested in the body, so that what only
 * differs in names is one node; a body's own variables have smaller numbers, and none is captured.
 */
function createNodeSharing(table: NodeTable, apart: ReadonlySet<string>): ShareNode {
  const shared = new Map<number, GraphNode>();
  const depths = new Map<number, number>();
  const depthOf = (node: GraphNode): number => {
    const known = depths.get(node.id);
    if (known !== undefined) return known;
    const below = operandsOf(node).reduce((most, operand) => Math.max(most, depthOf(operand)), 0);
    const depth = isQuantifier(node) ? below + 1 : below;
    depths.set(node.id, depth);
    return depth;
  };
  const copyWith = (variables: ReadonlyMap<number, number>) => {
    const copy = (node: GraphNode): GraphNode => {
      if (node.kind === "variable") return numbered(table, variables.get(node.variable) ?? 0);
      if (isQuantifier(node) && !variables.has(node.variable.variable))
        return copyWith(new Map(variables).set(node.variable.variable, depthOf(node)))(node);
      if (node.kind === "related" && apart.has(node.relation))
        return copied(table, { ...node, relation: olderRelation(node.relation) }, copyOnce);
      return copied(table, node, copyOnce);
    };
    // Below a quantifier the same node can mean another variable elsewhere.
    const copyOnce = (node: GraphNode): GraphNode => {
      const known = variables.size > 0 ? undefined : shared.get(node.id);
      const result = known ?? copy(node);
      if (variables.size === 0) shared.set(node.id, result);
      return result;
    };
    return copyOnce;
  };
  const copyOnce = copyWith(new Map());
  // A node is copied with its kind.
  return (node) => copyOnce(node) as typeof node;
}

function isQuantifier(node: GraphNode): node is QuantifierNode {
  return node.kind === "any" || node.kind === "all";
}

function numbered(table: NodeTable, variable: number): VariableNode {
  return table.node<VariableNode>({ kind: "variable", name: `v${variable}`, variable });
}

function copied(table: NodeTable, node: GraphNode, copy: (node: GraphNode) => GraphNode): GraphNode {
  const shape: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(node)) {
    if (name === "id" || name === "canErr") continue;
    if (isNode(part)) shape[name] = copy(part);
    else shape[name] = Array.isArray(part) ? part.map((each) => (isNode(each) ? copy(each) : each)) : part;
  }
  // The same kind with operands of the same sorts.
  return table.node(shape as unknown as NodeShape<GraphNode>);
}
