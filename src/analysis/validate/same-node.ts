import { oppositeOrder } from "../../ir/negation.js";
import {
  type GraphNode,
  isNode,
  type JunctionNode,
  type RootName,
  type TestNode,
  type ValueNode,
} from "../../ir/node.js";
import type { Point } from "../analysis.js";

/**
 * Whether two nodes are plainly the same: kind by kind and operand by operand, but for nested `and` and `or`, what is neutral in them,
 * a negation of a negation or of an order, the name of the principal, and what type a party is of. Most of what is compared is; the rest has to be proved.
 */
export function sameNode(one: GraphNode, other: GraphNode, point: Point): boolean {
  return samePlain(plain(one, point), plain(other, point), point);
}

function samePlain(left: GraphNode, right: GraphNode, point: Point): boolean {
  if (left === right) return true;
  if (left.kind === "root" && right.kind === "root")
    return partyOf(left.name, point) === partyOf(right.name, point);
  if (left.kind !== right.kind) return false;
  if (isJunction(left) && isJunction(right)) return sameOperands(left.operands, right.operands, point);
  let parts = 0;
  for (const name in left) {
    if (name === "id" || name === "canErr") continue;
    if (!samePart(left[name as never], right[name as never], point)) return false;
    parts++;
  }
  return countOfParts(right) === parts + 2;
}

function sameOperands(left: readonly TestNode[], right: readonly TestNode[], point: Point): boolean {
  const isSame = (one: TestNode, other: TestNode | undefined) =>
    other !== undefined && samePlain(one, other, point);
  return left.length === right.length && left.every((operand, index) => isSame(operand, right[index]));
}

function partyOf(name: RootName, { principal }: Point): RootName {
  return name === "principal" ? principal : name;
}

/** The type of a party of the request, which its kind settles. */
function typeOf(name: RootName, point: Point): string | undefined {
  const { subject, actor, resource } = point.environment;
  switch (partyOf(name, point)) {
    case "subject":
      return subject.type;
    case "actor":
      return actor?.type;
    case "resource":
      return resource;
    default:
      return undefined;
  }
}

function samePart(one: unknown, other: unknown, point: Point): boolean {
  if (one === other) return true;
  if (isNode(one) && isNode(other)) return sameNode(one, other, point);
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other)) return sameList(one, other, point);
  let parts = 0;
  for (const name in one) {
    if (!samePart(one[name as never], other[name as never], point)) return false;
    parts++;
  }
  return countOfParts(other) === parts;
}

function countOfParts(record: object): number {
  let count = 0;
  for (const _ in record) count++;
  return count;
}

function sameList(one: unknown, other: unknown, point: Point): boolean {
  if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
  return one.every((part, index) => samePart(part, other[index], point));
}

function isJunction(node: GraphNode): node is JunctionNode {
  return node.kind === "and" || node.kind === "or";
}

/** What a node plainly is: a junction of one is that one, constant texts are compared, a negation goes no deeper than it must. */
function plain(node: GraphNode, point: Point): GraphNode {
  switch (node.kind) {
    case "and":
    case "or":
      return plainJunction(node, point);
    case "not": {
      const operand = plain(node.operand, point);
      if (operand.kind === "not") return plain(operand.operand, point);
      return operand.kind === "order" ? { ...operand, operator: oppositeOrder[operand.operator] } : node;
    }
    case "identity":
      return plainIdentity(node, point);
    case "equals": {
      const [left, right] = [textOf(node.left, point), textOf(node.right, point)];
      if (left === undefined || right === undefined) return node;
      return { kind: "settled", value: left === right, id: node.id, canErr: false };
    }
    default:
      return node;
  }
}

function plainIdentity(node: Extract<ValueNode, { readonly kind: "identity" }>, point: Point): ValueNode {
  const { id, name, object } = node;
  const type = name === "type" && object.kind === "root" ? typeOf(object.name, point) : undefined;
  return type === undefined ? node : { kind: "constant", type: "String", value: type, id, canErr: false };
}

function textOf(node: ValueNode, point: Point): string | undefined {
  const value = plain(node, point);
  return value.kind === "constant" && typeof value.value === "string" ? value.value : undefined;
}

function plainJunction(node: JunctionNode, point: Point): GraphNode {
  const operands = plainOperands(node, point);
  const absorbing = node.kind === "or";
  const absorbed = operands.find((operand) => operand.kind === "settled" && operand.value === absorbing);
  if (absorbed) return absorbed;
  const [only] = operands;
  if (only === undefined) return { kind: "settled", value: !absorbing, id: node.id, canErr: false };
  if (operands.length === 1) return only;
  return sameItems(operands, node.operands) ? node : { ...node, operands };
}

function sameItems<T>(left: readonly T[], right: readonly T[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}

/** The operands, plainly, those of nested junctions of the same kind among them, without those that are neutral. */
function plainOperands({ kind, operands }: JunctionNode, point: Point): readonly TestNode[] {
  const found: TestNode[] = [];
  for (const operand of operands) {
    const inner = plain(operand, point) as TestNode;
    if (inner.kind === kind) found.push(...inner.operands);
    else if (inner.kind !== "settled" || inner.value !== (kind === "and")) found.push(inner);
  }
  return found;
}
