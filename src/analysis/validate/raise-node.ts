import type { TypedExpression, VariableExpression } from "../../check/typed-expression.js";
import type { GraphNode, QuantifierNode, VariableNode } from "../../ir/node.js";
import { emptySpan } from "../../source/span.js";
import type { Type } from "../../types/type.js";
import { assertNever } from "../../util/invariant.js";

/** Nodes have no types; where the interpreter looks at one, only that of an entity matters, and then to let more be read. */
const base = { type: { kind: "Json" } as Type, span: emptySpan() };

/** A node of the decision graph as an expression that the interpreter evaluates to the same: lowering backwards. */
export function raiseNode(node: GraphNode): TypedExpression {
  switch (node.kind) {
    case "settled":
      return { ...base, kind: "literal", value: node.value };
    case "constant":
      return { ...base, kind: "literal", value: node.value };
    case "and":
    case "or":
      return { ...base, kind: node.kind, operands: node.operands.map(raiseNode) };
    case "if":
    case "choice": {
      const [condition, consequent, alternate] = [node.test, node.consequent, node.alternate].map(raiseNode);
      return condition && consequent && alternate
        ? { ...base, kind: "if", condition, consequent, alternate }
        : raiseNode(node.test);
    }
    case "holds":
      return raiseNode(node.value);
    case "truth":
      return raiseNode(node.test);
    case "not":
    case "lower":
    case "negate":
      return { ...base, kind: node.kind, operand: raiseNode(node.operand) };
    case "entity":
      return { ...base, kind: "entity", entity: node.type, id: node.name };
    case "list":
      return { ...base, kind: "list", elements: node.elements.map(raiseNode) };
    case "root":
      return { ...base, kind: "root", name: node.name };
    case "variable":
      return raiseVariable(node);
    case "read":
      return { ...base, kind: "read", object: raiseNode(node.object), name: node.name };
    case "identity":
      return { ...base, kind: "identity", object: raiseNode(node.object), name: node.name };
    case "index":
      return { ...base, kind: "index", object: raiseNode(node.object), key: raiseNode(node.key) };
    case "part":
      // The interpreter compares and matches a Url by its text.
      return node.part === "text"
        ? raiseNode(node.object)
        : { ...base, kind: "part", object: raiseNode(node.object), part: node.part };
    default:
      return raiseOperator(node);
  }
}

type OperatorNode = Extract<
  GraphNode,
  {
    kind:
      | "arithmetic"
      | "coalesce"
      | "equals"
      | "order"
      | "range"
      | "element"
      | "network"
      | "ancestor"
      | "related"
      | "containsAll"
      | "containsAny"
      | "like"
      | "matches"
      | "within"
      | "present"
      | "any"
      | "all";
  }
>;

function raiseOperator(node: OperatorNode): TypedExpression {
  switch (node.kind) {
    case "arithmetic":
    case "order":
    case "coalesce":
      return { ...base, ...node, left: raiseNode(node.left), right: raiseNode(node.right) };
    case "equals":
      return equality(node.left, node.right);
    case "range": {
      const bounds = { minimum: raiseNode(node.minimum), maximum: raiseNode(node.maximum) };
      return { ...base, kind: "range", operand: raiseNode(node.operand), ...bounds };
    }
    case "element":
      return { ...base, kind: "element", element: raiseNode(node.element), list: raiseNode(node.list) };
    case "network":
      return { ...base, kind: "network", ip: raiseNode(node.ip), networks: raiseNode(node.networks) };
    case "ancestor": {
      const [entity, group] = [raiseNode(node.entity), raiseNode(node.group)];
      const itself = equality(node.entity, node.group);
      const below: TypedExpression = { ...base, kind: "hierarchy", entity, group };
      return { ...base, kind: "and", operands: [below, { ...base, kind: "not", operand: itself }] };
    }
    case "related": {
      const [subject, object] = [raiseNode(node.subject), raiseNode(node.object)];
      return { ...base, kind: "related", subject, relation: node.relation, object };
    }
    case "containsAll":
    case "containsAny":
      return { ...base, kind: node.kind, list: raiseNode(node.list), elements: raiseNode(node.elements) };
    case "like":
      return { ...base, kind: "like", operand: raiseNode(node.operand), pattern: node.pattern, text: "" };
    case "matches":
      return { ...base, kind: "matches", operand: raiseNode(node.operand), pattern: node.pattern };
    case "within":
      return { ...base, kind: "within", operand: raiseNode(node.operand), base: raiseNode(node.base) };
    case "present":
      return { ...base, kind: "has", path: raiseNode(node.value) };
    case "any":
    case "all":
      return raiseQuantifier(node);
    default:
      return assertNever(node);
  }
}

function equality(left: GraphNode, right: GraphNode): TypedExpression {
  return { ...base, kind: "equality", negated: false, left: raiseNode(left), right: raiseNode(right) };
}

function raiseVariable({ name, variable }: VariableNode): VariableExpression {
  return { ...base, kind: "variable", name, id: variable };
}

function raiseQuantifier({ kind, variable, collection, body }: QuantifierNode): TypedExpression {
  const parts = {
    variable: raiseVariable(variable),
    collection: raiseNode(collection),
    body: raiseNode(body),
  };
  return { ...base, kind, ...parts };
}
