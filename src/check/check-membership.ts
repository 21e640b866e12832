import type { InExpression } from "../syntax/ast.js";
import { printExpression } from "../syntax/print-expression.js";
import { maximumOf, minimumOf } from "../types/bounds.js";
import { describeType } from "../types/print-type.js";
import { compareTypes } from "../types/relations.js";
import type { Type, TypeOf } from "../types/type.js";
import { canErr } from "./can-err.js";
import { areOrdered, checkOperands, isEmptyList, noteElements, orderHelp } from "./check-comparison.js";
import { isFlexible, isListLiteral, literal, literalTexts } from "./check-literal.js";
import { checkValue } from "./check-value.js";
import type { Schema } from "./checker.js";
import { boolType, type Checked, checkedTest, type ExpressionScope, noteTest } from "./expression-scope.js";
import type { Facts } from "./facts.js";
import { silent } from "./reporter.js";
import type { TypedExpression } from "./typed-expression.js";

/** `x in …`: a range, a list, blocks of addresses, or a group; told apart by the type on the right. */
export function checkIn(scope: ExpressionScope, node: InExpression, facts: Facts): Checked | undefined {
  if (node.upper) return checkRange(scope, node, node.upper, facts);
  const left = checkLeft(scope, node, facts);
  const expected = left && expectedRight(scope, node, left.expression.type);
  const right = checkValue(scope, node.right, facts, expected);
  if (!left || !right) return undefined;
  const { type } = right.expression;
  switch (type.kind) {
    case "List":
      return checkElement(scope, node, left, right.expression, type, facts);
    case "Cidr":
      return checkNetwork(scope, node, left, right.expression, facts);
    case "Entity":
      return checkHierarchy(scope, node, left, right.expression, type, facts);
    default:
      scope.report(
        "POL2011",
        node.right.span,
        `\`${printExpression(node.right)}\` is \`${describeType(type)}\`, and \`in\` needs a list, a range, a block or a group`,
        {
          ...(type.kind === "Map" && { help: 'test a key with `has`: `… has "key"`' }),
        },
      );
      return undefined;
  }
}

/** A literal on the left takes the type of the list's elements; among blocks, one without a slash is an address. */
function checkLeft(scope: ExpressionScope, node: InExpression, facts: Facts): Checked | undefined {
  if (!isFlexible(scope, node.left)) return checkValue(scope, node.left, facts);
  const list = scope.check({ ...scope, report: silent }, node.right, facts);
  const { type } = list?.expression ?? {};
  const element = type?.kind === "List" ? type.element : type;
  const isAddress =
    element?.kind === "Cidr" && !literalTexts(scope, node.left).some((text) => text.includes("/"));
  return checkValue(scope, node.left, facts, isAddress ? { kind: "Ip" } : element);
}

function expectedRight(scope: ExpressionScope, node: InExpression, left: Type): Type {
  const isBlock = !isListLiteral(scope, node.right) && literalTexts(scope, node.right).length > 0;
  if (left.kind === "Ip" && isBlock) return { kind: "Cidr" };
  return { kind: "List", element: left };
}

function checkElement(
  scope: ExpressionScope,
  node: InExpression,
  left: Checked,
  list: TypedExpression,
  type: TypeOf<"List">,
  facts: Facts,
): Checked | undefined {
  if (left.expression.type.kind === "Ip" && type.element.kind === "Cidr") {
    return checkNetwork(scope, node, left, list, facts);
  }
  const comparability = isEmptyList(list) ? "disjoint" : compareTypes(left.expression.type, type.element);
  if (comparability === "incomparable") {
    scope.report(
      "POL2011",
      node.span,
      `\`${describeType(left.expression.type)}\` is never in a \`${describeType(type)}\``,
      {
        ...groupHelp(left.expression.type, type.element),
      },
    );
    return undefined;
  }
  const expression: TypedExpression = {
    kind: "element",
    element: left.expression,
    list,
    type: boolType,
    span: node.span,
  };
  const never = comparability === "disjoint" && !canErr(expression);
  noteNever(scope, node, never, left.expression.type.kind === "Entity");
  if (!never && list.kind === "list") noteElements(scope, list.elements, left.expression.type, node.right);
  return checkedTest(expression, facts, never ? false : undefined);
}

function groupHelp(left: Type, element: Type): { help?: string } {
  return left.kind === "Entity" && element.kind === "Entity"
    ? { help: "test each group by itself: `x in A or x in B`" }
    : {};
}

function noteNever(scope: ExpressionScope, node: InExpression, never: boolean, guard: boolean): void {
  noteTest(scope, node, never, () => ({
    code: "POL2013",
    message: `\`${printExpression(node)}\` never holds`,
    guard,
  }));
}

function checkNetwork(
  scope: ExpressionScope,
  node: InExpression,
  left: Checked,
  networks: TypedExpression,
  facts: Facts,
): Checked | undefined {
  if (left.expression.type.kind !== "Ip") {
    scope.report(
      "POL2011",
      node.left.span,
      `\`${printExpression(node.left)}\` is \`${describeType(left.expression.type)}\`, and only an Ip is in a block`,
    );
    return undefined;
  }
  return checkedTest(
    { kind: "network", ip: left.expression, networks, type: boolType, span: node.span },
    facts,
  );
}

function checkHierarchy(
  scope: ExpressionScope,
  node: InExpression,
  left: Checked,
  group: TypedExpression,
  type: TypeOf<"Entity">,
  facts: Facts,
): Checked | undefined {
  const { type: leftType } = left.expression;
  if (leftType.kind !== "Entity") {
    scope.report(
      "POL2011",
      node.left.span,
      `\`${printExpression(node.left)}\` is \`${describeType(leftType)}\`, and only an entity is in another`,
    );
    return undefined;
  }
  const expression: TypedExpression = {
    kind: "hierarchy",
    entity: left.expression,
    group,
    type: boolType,
    span: node.span,
  };
  const never = !isPossible(scope, left.expression, leftType, type) && !canErr(expression);
  noteNever(scope, node, never, true);
  // A request may give ancestors of any type. What is false by the types stays false for them: what is joined to it by `and` is not typed.
  return never
    ? checkedTest(literal(false, boolType, node.span), facts, false)
    : checkedTest(expression, facts);
}

/** What an entity that the policy itself names is below, no request says. */
function isPossible(
  scope: ExpressionScope,
  left: TypedExpression,
  type: TypeOf<"Entity">,
  group: TypeOf<"Entity">,
): boolean {
  if (left.kind === "entity") return group.names.includes(left.entity);
  return type.names.some((name) => canBeIn(scope.checker.schema, name, group.names));
}

/** Whether an entity type is declared, transitively, below one of the group types, or is one of them. */
export function canBeIn({ above }: Schema, name: string, groups: readonly string[]): boolean {
  return groups.some((group) => above.get(name)?.has(group));
}

/** `n in 1..9`, both ends included. */
function checkRange(
  scope: ExpressionScope,
  node: InExpression,
  upper: NonNullable<InExpression["upper"]>,
  facts: Facts,
): Checked | undefined {
  const minimum = checkOperands(scope, node.left, node.right, facts);
  const operand = minimum?.left.expression;
  const maximum = checkValue(scope, upper, facts, operand?.type);
  if (!minimum || !operand || !maximum) return undefined;
  const [low, high] = [minimum.right.expression, maximum.expression];
  for (const [bound, side] of [
    [low, node.right],
    [high, upper],
  ] as const) {
    if (areOrdered(operand.type, bound.type)) continue;
    scope.report(
      "POL2011",
      side.span,
      `\`${describeType(operand.type)}\` and \`${describeType(bound.type)}\` have no order`,
      { help: orderHelp(operand.type, bound.type) },
    );
    return undefined;
  }
  const expression: TypedExpression = {
    kind: "range",
    operand,
    minimum: low,
    maximum: high,
    type: boolType,
    span: node.span,
  };
  const never = isEmptyRange(operand.type, low.type, high.type) && !canErr(expression);
  noteNever(scope, node, never, false);
  return checkedTest(expression, facts, never ? false : undefined);
}

function isEmptyRange(operand: Type, low: Type, high: Type): boolean {
  const [value, from, to] = [operand, low, high].map((type) => ("bounds" in type ? type.bounds : undefined));
  const isWhole = operand.kind === "Int";
  const first = isWhole ? Math.ceil(minimumOf(from)) : minimumOf(from);
  const last = isWhole ? Math.floor(maximumOf(to)) : maximumOf(to);
  return first > last || first > maximumOf(value) || last < minimumOf(value);
}
