import type {
  CoalesceExpression,
  ContainmentExpression,
  EqualityExpression,
  HierarchyExpression,
  ReadExpression,
  TypedExpression,
  TypedQuantifierExpression,
} from "../check/typed-expression.js";
import type { Type } from "../types/type.js";
import { assertNever } from "../util/invariant.js";
import { rememberedOf } from "../util/remembered.js";
import { type ComparisonExpression, isComparison } from "./comparison-expression.js";
import type {
  AncestorNode,
  ArithmeticNode,
  ChoiceNode,
  CoalesceNode,
  ConditionNode,
  ConstantNode,
  ContainmentNode,
  ElementNode,
  EntityNode,
  Equality,
  EqualsNode,
  HoldsNode,
  IdentityNode,
  IndexNode,
  JunctionNode,
  LikeNode,
  ListNode,
  LowerNode,
  MatchesNode,
  NegateNode,
  NetworkNode,
  NotNode,
  OrderNode,
  PartNode,
  PresentNode,
  QuantifierNode,
  RangeNode,
  ReadNode,
  RelatedNode,
  RootNode,
  SettledNode,
  TestNode,
  TruthNode,
  ValueNode,
  VariableNode,
  WithinNode,
} from "./node.js";
import type { NodeTable } from "./node-table.js";
import { isSafeArithmetic } from "./number-range.js";

/**
 * Lowers an expression of type Bool to a test. Every overload becomes its own node: equality of entities that of type and id,
 * `in` of a hierarchy the same entity or an ancestor, `is` a comparison of types.
 */
export function lowerTest(table: NodeTable, expression: TypedExpression): TestNode {
  const tests = testsOf(table);
  const test = tests.get(expression) ?? makeTest(table, expression);
  tests.set(expression, test);
  return test;
}

/** Conditions are looked at in their rule, by themselves, and with some of their operands alone: their parts are the same objects. */
const testsOf = rememberedOf((_table: NodeTable) => new WeakMap<TypedExpression, TestNode>());

function makeTest(table: NodeTable, expression: TypedExpression): TestNode {
  switch (expression.kind) {
    case "literal":
      return table.node<SettledNode>({ kind: "settled", value: expression.value === true });
    case "not":
      return table.node<NotNode>({ kind: "not", operand: lowerTest(table, expression.operand) });
    case "and":
    case "or":
      return table.node<JunctionNode>({
        kind: expression.kind,
        operands: lowerTests(table, expression.operands),
      });
    case "if": {
      const { condition, consequent, alternate } = expression;
      const branches = { consequent: lowerTest(table, consequent), alternate: lowerTest(table, alternate) };
      return table.node<ConditionNode>({ kind: "if", test: lowerTest(table, condition), ...branches });
    }
    case "any":
    case "all":
      return lowerQuantifier(table, expression);
    default:
      return isComparison(expression)
        ? lowerComparison(table, expression)
        : table.node<HoldsNode>({ kind: "holds", value: lowerValue(table, expression) });
  }
}

function lowerTests(table: NodeTable, expressions: readonly TypedExpression[]): readonly TestNode[] {
  return expressions.map((expression) => lowerTest(table, expression));
}

function lowerComparison(table: NodeTable, expression: ComparisonExpression): TestNode {
  switch (expression.kind) {
    case "equality":
      return lowerEquality(table, expression);
    case "order": {
      const { operator, left, right } = expression;
      return table.node<OrderNode>({
        kind: "order",
        operator,
        left: lowerValue(table, left),
        right: lowerValue(table, right),
      });
    }
    case "range": {
      const { operand, minimum, maximum } = expression;
      const bounds = { minimum: lowerValue(table, minimum), maximum: lowerValue(table, maximum) };
      return table.node<RangeNode>({ kind: "range", operand: lowerValue(table, operand), ...bounds });
    }
    case "element": {
      const equality = equalityOf(expression.element.type);
      const operands = {
        element: lowerValue(table, expression.element),
        list: lowerValue(table, expression.list),
      };
      return table.node<ElementNode>({ kind: "element", equality, ...operands });
    }
    case "network": {
      const networks = lowerNetworks(table, expression.networks);
      return table.node<NetworkNode>({ kind: "network", ip: lowerValue(table, expression.ip), networks });
    }
    case "hierarchy":
      return lowerHierarchy(table, expression);
    case "related": {
      const { subject, relation, object } = expression;
      return table.node<RelatedNode>({
        kind: "related",
        relation,
        subject: lowerValue(table, subject),
        object: lowerValue(table, object),
      });
    }
    case "containsAll":
    case "containsAny":
      return lowerContainment(table, expression);
    case "like":
      return table.node<LikeNode>({
        kind: "like",
        operand: lowerText(table, expression.operand),
        pattern: expression.pattern,
      });
    case "matches":
      return table.node<MatchesNode>({
        kind: "matches",
        operand: lowerText(table, expression.operand),
        pattern: expression.pattern,
      });
    case "within": {
      const of = expression.operand.type.kind === "Path" ? "Path" : "Host";
      return table.node<WithinNode>({
        kind: "within",
        of,
        operand: lowerValue(table, expression.operand),
        base: lowerValue(table, expression.base),
      });
    }
    case "has":
      return table.node<PresentNode>({ kind: "present", value: lowerValue(table, expression.path) });
    case "is":
      return strictEquals(
        table,
        identityOf(table, expression.object, "type"),
        stringConstant(table, expression.entity),
      );
    default:
      return assertNever(expression);
  }
}

/** Lowers an expression of any type to a value. */
export function lowerValue(table: NodeTable, expression: TypedExpression): ValueNode {
  switch (expression.kind) {
    case "literal":
      return table.node<ConstantNode>({
        kind: "constant",
        type: expression.type.kind,
        value: expression.value,
      });
    case "list":
      return table.node<ListNode>({ kind: "list", elements: lowerValues(table, expression.elements) });
    case "entity":
      return table.node<EntityNode>({ kind: "entity", type: expression.entity, name: expression.id });
    case "root":
      return table.node<RootNode>({ kind: "root", name: expression.name });
    case "variable":
      return lowerVariable(table, expression);
    case "read":
      return lowerRead(table, expression);
    case "identity":
      return identityOf(table, expression.object, expression.name);
    case "index":
      return table.node<IndexNode>({
        kind: "index",
        object: lowerValue(table, expression.object),
        key: lowerValue(table, expression.key),
      });
    case "part": {
      const { object, part } = expression;
      return table.node<PartNode>({
        kind: "part",
        of: object.type.kind,
        part,
        object: lowerValue(table, object),
      });
    }
    case "lower":
      return table.node<LowerNode>({ kind: "lower", operand: lowerValue(table, expression.operand) });
    case "arithmetic": {
      const { operator, left, right } = expression;
      const operands = { left: lowerValue(table, left), right: lowerValue(table, right) };
      return table.node<ArithmeticNode>({
        kind: "arithmetic",
        operator,
        safe: isSafeArithmetic(expression),
        ...operands,
      });
    }
    case "negate":
      return table.node<NegateNode>({ kind: "negate", operand: lowerValue(table, expression.operand) });
    case "if": {
      const { condition, consequent, alternate } = expression;
      const branches = { consequent: lowerValue(table, consequent), alternate: lowerValue(table, alternate) };
      return table.node<ChoiceNode>({ kind: "choice", test: lowerTest(table, condition), ...branches });
    }
    case "coalesce":
      return lowerCoalesce(table, expression);
    case "not":
    case "and":
    case "or":
    case "any":
    case "all":
      return table.node<TruthNode>({ kind: "truth", test: lowerTest(table, expression) });
    default:
      if (!isComparison(expression)) return assertNever(expression);
      return table.node<TruthNode>({ kind: "truth", test: lowerComparison(table, expression) });
  }
}

function lowerValues(table: NodeTable, expressions: readonly TypedExpression[]): readonly ValueNode[] {
  return expressions.map((expression) => lowerValue(table, expression));
}

function lowerVariable(
  table: NodeTable,
  expression: { readonly name: string; readonly id: number },
): VariableNode {
  return table.node<VariableNode>({ kind: "variable", name: expression.name, variable: expression.id });
}

function lowerRead(table: NodeTable, expression: ReadExpression): ValueNode {
  const of = expression.object.type.kind === "Entity" ? "entity" : "record";
  return table.node<ReadNode>({
    kind: "read",
    of,
    object: lowerValue(table, expression.object),
    name: expression.name,
  });
}

function lowerCoalesce(table: NodeTable, expression: CoalesceExpression): ValueNode {
  const left = lowerValue(table, expression.left);
  return table.node<CoalesceNode>({ kind: "coalesce", left, right: lowerValue(table, expression.right) });
}

/** Where the value's type has one name only, that is its type, as the request's check has made sure. */
function identityOf(table: NodeTable, object: TypedExpression, name: "id" | "type"): ValueNode {
  if (object.kind === "entity") return stringConstant(table, name === "id" ? object.id : object.entity);
  const node = lowerValue(table, object);
  const [only, ...others] = object.type.kind === "Entity" ? object.type.names : [];
  if (name === "type" && only !== undefined && others.length === 0 && !node.canErr)
    return stringConstant(table, only);
  return table.node<IdentityNode>({ kind: "identity", object: node, name });
}

function stringConstant(table: NodeTable, value: string): ConstantNode {
  return table.node<ConstantNode>({ kind: "constant", type: "String", value });
}

function strictEquals(table: NodeTable, left: ValueNode, right: ValueNode): EqualsNode {
  return table.node<EqualsNode>({ kind: "equals", equality: "strict", left, right });
}

function lowerEquality(table: NodeTable, expression: EqualityExpression): TestNode {
  const { left, right, negated } = expression;
  const equal = lowerEqual(table, left, right);
  return negated ? table.node<NotNode>({ kind: "not", operand: equal }) : equal;
}

function lowerEqual(table: NodeTable, left: TypedExpression, right: TypedExpression): TestNode {
  const equality = equalityOf(left.type);
  if (equality === "entity") return sameEntity(table, left, right);
  if (equality === "url") return strictEquals(table, lowerText(table, left), lowerText(table, right));
  return table.node<EqualsNode>({
    kind: "equals",
    equality,
    left: lowerValue(table, left),
    right: lowerValue(table, right),
  });
}

function equalityOf(type: Type): Equality {
  switch (type.kind) {
    case "Cidr":
      return "cidr";
    case "Url":
      return "url";
    case "Entity":
      return "entity";
    default:
      return "strict";
  }
}

/** Both comparisons err iff one of the entities does, so their `and` errs exactly where the comparison of the entities would. */
function sameEntity(table: NodeTable, left: TypedExpression, right: TypedExpression): TestNode {
  const equal = (name: "id" | "type") =>
    strictEquals(table, identityOf(table, left, name), identityOf(table, right, name));
  return table.node<JunctionNode>({ kind: "and", operands: [equal("type"), equal("id")] });
}

function lowerHierarchy(table: NodeTable, expression: HierarchyExpression): TestNode {
  const { entity, group } = expression;
  const ancestor = table.node<AncestorNode>({
    kind: "ancestor",
    entity: lowerValue(table, entity),
    group: lowerValue(table, group),
  });
  return table.node<JunctionNode>({ kind: "or", operands: [sameEntity(table, entity, group), ancestor] });
}

function lowerContainment(table: NodeTable, expression: ContainmentExpression): TestNode {
  return table.node<ContainmentNode>({
    kind: expression.kind,
    equality: containmentEquality(expression),
    list: lowerValue(table, expression.list),
    elements: lowerValue(table, expression.elements),
  });
}

function containmentEquality({ list }: ContainmentExpression): Equality {
  return list.type.kind === "List" ? equalityOf(list.type.element) : "strict";
}

function lowerNetworks(table: NodeTable, networks: TypedExpression): ValueNode {
  const value = lowerValue(table, networks);
  return networks.type.kind === "List" ? value : table.node<ListNode>({ kind: "list", elements: [value] });
}

/** What `like`, `matches` and `==` look at: of a Url, its text. */
function lowerText(table: NodeTable, expression: TypedExpression): ValueNode {
  const value = lowerValue(table, expression);
  if (expression.type.kind !== "Url") return value;
  return table.node<PartNode>({ kind: "part", of: "Url", part: "text", object: value });
}

function lowerQuantifier(table: NodeTable, expression: TypedQuantifierExpression): TestNode {
  return table.node<QuantifierNode>({
    kind: expression.kind,
    of: expression.collection.type.kind === "Map" ? "map" : "list",
    variable: lowerVariable(table, expression.variable),
    collection: lowerValue(table, expression.collection),
    body: lowerTest(table, expression.body),
  });
}
