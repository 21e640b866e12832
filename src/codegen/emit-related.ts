import type { GraphNode, RelatedNode, TestNode, ValueNode } from "../ir/node.js";
import { operandsOf } from "../ir/operands.js";
import { js, literal } from "./code.js";
import type { Emitter } from "./emitter.js";
import { type Expression, postfix, primary } from "./expression.js";
import { entityInput } from "./input.js";

/** Whether a node tests a relation anywhere. */
export function testsRelation(node: GraphNode): boolean {
  const known = answers.get(node) ?? (node.kind === "related" || operandsOf(node).some(testsRelation));
  answers.set(node, known);
  return known;
}

const answers = new WeakMap<GraphNode, boolean>();

/** Whether a test can come to something where no relation is known: whether it tests anything else. */
export function canSettle(node: TestNode): boolean {
  switch (node.kind) {
    case "related":
      return false;
    case "not":
      return canSettle(node.operand);
    case "and":
    case "or":
      return node.operands.some(canSettle);
    default:
      return true;
  }
}

/**
 * What tests nothing but relations after all others: what can be settled without an answer is. It may move behind what stood to its right,
 * since it guards nothing; what asks whether something is there, too, stays before what reads that.
 */
export function relationsLast<T>(items: readonly T[], testOf: (item: T) => TestNode): readonly T[] {
  const others = items.filter((item) => canSettle(testOf(item)));
  if (others.length === items.length) return items;
  return [...others, ...items.filter((item) => !canSettle(testOf(item)))];
}

/** Emits `x is RELATION of y`: null where nobody knows. */
export function emitRelated(emitter: Emitter, { relation, subject, object }: RelatedNode): Expression {
  const isRelated = emitter.parts.runtime("isRelated");
  const parties = [subject, object].map((party) => emitParty(emitter, party).code);
  return postfix(js`${isRelated}(answers, ${literal(relation)}, ${parties})`);
}

/** Emits an entity of which only type and id are needed: of a party to the request an object of these two. It may be absent. */
export function emitParty(emitter: Emitter, node: ValueNode): Expression {
  if (node.kind !== "root") return emitter.path(node);
  const part = (name: "type" | "id") => emitter.input(entityInput(node.name, name)).code;
  return primary(js`{ type: ${part("type")}, id: ${part("id")} }`);
}
