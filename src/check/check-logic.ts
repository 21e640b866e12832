import { deleting } from "../diagnostics/fix.js";
import type {
  BinaryExpression,
  ConditionalExpression,
  Expression,
  QuantifiedExpression,
  UnaryExpression,
} from "../syntax/ast.js";
import { printExpression } from "../syntax/print-expression.js";
import { describeType } from "../types/print-type.js";
import { joinTypes } from "../types/relations.js";
import type { Type } from "../types/type.js";
import { isFlexible } from "./check-literal.js";
import { checkCondition, checkValue } from "./check-value.js";
import { isReservedName } from "./declarations.js";
import {
  bareOf,
  boolType,
  type Checked,
  checkedTest,
  checkedValue,
  type ExpressionScope,
  noteTest,
} from "./expression-scope.js";
import { eitherFacts, type Facts, lenientFacts } from "./facts.js";
import { hasRelationTest } from "./tests-relations.js";
import type { TypedExpression, VariableExpression } from "./typed-expression.js";

/**
 * `and` and `or`: what the left side establishes holds on the right. Where the types settle the left side, the right side is dead
 * in the environments at hand and is not checked there.
 */
export function checkLogical(
  scope: ExpressionScope,
  node: BinaryExpression,
  kind: "and" | "or",
  facts: Facts,
): Checked | undefined {
  const left = checkCondition(scope, node.left, facts);
  if (left && left.truth === (kind === "or")) return left;
  const onward = left ? (kind === "and" ? left.whenTrue : left.whenFalse) : lenientFacts(facts);
  const right = checkCondition(scope, node.right, onward);
  if (!left || !right) return undefined;
  const truth = logicalTruth(kind, left.truth, right.truth);
  return {
    expression: joinOperands(kind, left.expression, right.expression, node),
    whenTrue: kind === "and" ? right.whenTrue : eitherFacts(left.whenTrue, right.whenTrue),
    whenFalse: kind === "and" ? eitherFacts(left.whenFalse, right.whenFalse) : right.whenFalse,
    ...(truth !== undefined && { truth }),
  };
}

function logicalTruth(
  kind: "and" | "or",
  left: boolean | undefined,
  right: boolean | undefined,
): boolean | undefined {
  const absorbing = kind === "or";
  if (left === absorbing || right === absorbing) return absorbing;
  return left === undefined || right === undefined ? undefined : !absorbing;
}

function joinOperands(
  kind: "and" | "or",
  left: TypedExpression,
  right: TypedExpression,
  node: BinaryExpression,
): TypedExpression {
  const operands = left.kind === kind ? [...left.operands, right] : [left, right];
  return { kind, operands, type: boolType, span: node.span };
}

/** `not e` */
export function checkNot(scope: ExpressionScope, node: UnaryExpression, facts: Facts): Checked | undefined {
  const operand = checkCondition(scope, node.operand, facts);
  if (!operand) return undefined;
  return {
    expression: { kind: "not", operand: operand.expression, type: boolType, span: node.span },
    whenTrue: operand.whenFalse,
    whenFalse: operand.whenTrue,
    ...(operand.truth !== undefined && { truth: !operand.truth }),
  };
}

/** `if c then a else b`; a branch that the types make dead is not checked. */
export function checkConditional(
  scope: ExpressionScope,
  node: ConditionalExpression,
  facts: Facts,
  expected: Type | undefined,
): Checked | undefined {
  const condition = checkCondition(scope, node.condition, facts);
  if (condition?.truth === true) return checkValue(scope, node.consequent, condition.whenTrue, expected);
  if (condition?.truth === false) return checkValue(scope, node.alternate, condition.whenFalse, expected);
  const [consequent, alternate] = checkBranches(
    scope,
    [node.consequent, condition?.whenTrue ?? lenientFacts(facts)],
    [node.alternate, condition?.whenFalse ?? lenientFacts(facts)],
    expected,
  );
  if (!condition || !consequent || !alternate) return undefined;
  const type = joinOrReport(scope, node, consequent.expression, alternate.expression);
  if (!type) return undefined;
  return {
    ...bareOf(consequent, alternate),
    expression: {
      kind: "if",
      condition: condition.expression,
      consequent: consequent.expression,
      alternate: alternate.expression,
      type,
      span: node.span,
    },
    whenTrue: eitherFacts(consequent.whenTrue, alternate.whenTrue),
    whenFalse: eitherFacts(consequent.whenFalse, alternate.whenFalse),
  };
}

type Branch = readonly [Expression, Facts];

/** Two branches of one value: a literal takes the type of the other branch. */
function checkBranches(
  scope: ExpressionScope,
  first: Branch,
  second: Branch,
  expected: Type | undefined,
): readonly [Checked | undefined, Checked | undefined] {
  if (!expected && isFlexible(scope, first[0]) && !isFlexible(scope, second[0])) {
    const right = checkValue(scope, ...second);
    return [checkValue(scope, ...first, right?.expression.type), right];
  }
  const left = checkValue(scope, ...first, expected);
  const wanted = expected ?? (isFlexible(scope, second[0]) ? left?.expression.type : undefined);
  return [left, checkValue(scope, ...second, wanted)];
}

function joinOrReport(
  scope: ExpressionScope,
  node: Expression,
  left: TypedExpression,
  right: TypedExpression,
): Type | undefined {
  const type = joinTypes(left.type, right.type);
  if (!type) {
    scope.report("POL2011", node.span, "both values must be of one type", {
      label: `\`${describeType(left.type)}\` and \`${describeType(right.type)}\``,
    });
  }
  return type;
}

/** `path ?? default`: for absence anywhere on the path. */
export function checkCoalesce(
  scope: ExpressionScope,
  node: BinaryExpression,
  facts: Facts,
  expected: Type | undefined,
): Checked | undefined {
  if (!isPath(node.left)) {
    scope.report(
      "POL2010",
      node.left.span,
      "`??` gives a default for an attribute that may be absent, and this is none",
      {
        help: "write the default directly behind the attribute",
      },
    );
    return undefined;
  }
  const left = scope.check(scope, node.left, facts);
  const wanted = expected ?? left?.expression.type;
  const right = scope.check(scope, node.right, facts, wanted);
  if (!left || !right) return undefined;
  if (!facts.lenient) noteDefault(scope, node, left.absent !== undefined);
  const type = joinOrReport(scope, node, left.expression, right.expression);
  if (!type) return undefined;
  const expression: TypedExpression = {
    kind: "coalesce",
    left: left.expression,
    right: right.expression,
    type,
    span: node.span,
  };
  const absent = right.absent === undefined ? {} : { absent: right.absent };
  return { ...checkedValue(expression, facts), ...absent, ...bareOf(left, right) };
}

function isPath(node: Expression): boolean {
  if (node.kind === "AttributeExpression" || node.kind === "IndexExpression") return true;
  return node.kind === "NameExpression";
}

/** A default is needless only where no environment of the rule has a use for it. */
function noteDefault(scope: ExpressionScope, node: BinaryExpression, needed: boolean): void {
  const text = printExpression(node.left);
  noteTest(scope, node, !needed, () => ({
    code: "POL2026",
    message: `\`${text}\` is always there, so its default is never used`,
    help: `write \`${text}\` alone`,
    ...(readsNothing(node.right) && {
      fix: deleting({ ...node.span, start: node.left.span.end, end: node.right.span.end }, "leave it out"),
    }),
    guard: true,
  }));
}

/** Whether an expression is a literal. What another one reads, a request has to carry as long as the default is there. */
function readsNothing(node: Expression): boolean {
  switch (node.kind) {
    case "BooleanLiteral":
    case "NumberLiteral":
    case "DurationLiteral":
    case "StringLiteral":
      return true;
    case "UnaryExpression":
      return readsNothing(node.operand);
    case "ListExpression":
      return node.elements.every(readsNothing);
    default:
      return false;
  }
}

/** `any x in list: …`, `all x in map: …` */
export function checkQuantified(
  scope: ExpressionScope,
  node: QuantifiedExpression,
  facts: Facts,
): Checked | undefined {
  if (isReservedName(node.variable.text)) {
    scope.report(
      "POL2008",
      node.variable.span,
      `\`${node.variable.text}\` is a name of the language and cannot be a variable`,
    );
    return undefined;
  }
  const collection = checkValue(scope, node.collection, facts);
  if (!collection) return undefined;
  const element = elementType(collection.expression.type);
  if (!element) {
    scope.report(
      "POL2011",
      node.collection.span,
      `\`${printExpression(node.collection)}\` is \`${describeType(collection.expression.type)}\`, and a quantifier runs over a List or a Map`,
    );
    return undefined;
  }
  if (hasRelationTest(collection.expression)) {
    scope.report(
      "POL2021",
      node.collection.span,
      "what a quantifier runs over cannot hang on a relation test",
      {
        help: "test each of the cases by itself: `a and (any … in x: …) or not a and (any … in y: …)`",
      },
    );
    return undefined;
  }
  return checkBody(scope, node, collection, element, facts);
}

function elementType(type: Type): Type | undefined {
  if (type.kind === "List") return type.element;
  return type.kind === "Map" ? { kind: "String" } : undefined;
}

function checkBody(
  scope: ExpressionScope,
  node: QuantifiedExpression,
  collection: Checked,
  element: Type,
  facts: Facts,
): Checked | undefined {
  const id = scope.size.variables++;
  const variable: VariableExpression = {
    kind: "variable",
    name: node.variable.text,
    id,
    type: element,
    span: node.variable.span,
  };
  const overMap = collection.expression.type.kind === "Map" && collection.key !== undefined;
  const binding = {
    expression: variable,
    key: `$${id}`,
    ...(overMap && { keyOf: collection.key }),
    ...bareOf(collection),
  };
  const bindings = new Map([...scope.bindings, [node.variable.text, binding] as const]);
  const body = checkCondition({ ...scope, bindings }, node.body, facts);
  if (!body) return undefined;
  const expression: TypedExpression = {
    kind: node.quantifier,
    variable,
    collection: collection.expression,
    body: body.expression,
    type: boolType,
    span: node.span,
  };
  return checkedTest(expression, facts);
}
