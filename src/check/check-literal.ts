import { replacing } from "../diagnostics/fix.js";
import { parseEmail } from "../runtime/email.js";
import { parseHost } from "../runtime/host.js";
import { parseCidr, parseIp } from "../runtime/ip.js";
import { parsePath } from "../runtime/path.js";
import { parseDate, parseTime } from "../runtime/time.js";
import { parseUrl } from "../runtime/url.js";
import type { Span } from "../source/span.js";
import type {
  ConstantDeclaration,
  Expression,
  ListExpression,
  NumberLiteral,
  StringLiteral,
  ValueNode,
} from "../syntax/ast.js";
import { printString } from "../syntax/print-string.js";
import { describeType } from "../types/print-type.js";
import { literalsType } from "../types/relations.js";
import type { Type, TypeKind } from "../types/type.js";
import { createTypeJoin } from "../types/type-join.js";
import { assertNever } from "../util/invariant.js";
import { checkValue } from "./check-value.js";
import { bareOf, type Checked, checkedValue, type ExpressionScope } from "./expression-scope.js";
import type { Facts } from "./facts.js";
import { mendLiteral } from "./mend-literal.js";
import type { Report } from "./reporter.js";
import type { Scalar, TypedExpression } from "./typed-expression.js";

interface TextForm {
  readonly parse: (text: string) => Scalar | undefined;
  readonly example: string;
}

/** Types whose values are written as strings and checked at compile time. */
const textForms: { readonly [Kind in TypeKind]?: TextForm } = {
  Ip: { parse: parseIp, example: "10.0.0.1" },
  Cidr: { parse: parseCidr, example: "10.0.0.0/8" },
  Url: { parse: parseUrl, example: "https://example.com/path" },
  Host: { parse: parseHost, example: "example.com" },
  Email: { parse: parseEmail, example: "ada@example.com" },
  Path: { parse: parsePath, example: "/srv/data" },
  Time: { parse: parseTime, example: "2026-11-21T10:00:00Z" },
  Date: { parse: parseDate, example: "2026-11-21" },
};

/** The value of a string where a type with a plain form is expected; reported where it is none. */
export function parseText(text: string, type: Type, span: Span, report: Report): Scalar | undefined {
  const form = textForms[type.kind];
  const value = form?.parse(text);
  if (form && value === undefined) {
    const isBlock = type.kind === "Ip" && parseCidr(text) !== undefined;
    const help = isBlock ? "an address is `in` a block, not equal to it" : `write it like "${form.example}"`;
    const mended = mendLiteral(text, type.kind);
    report("POL2017", span, `\`${text}\` is no ${type.kind}`, {
      help,
      ...(mended !== undefined && { fix: replacing(span, printString(mended), `write \`"${mended}"\``) }),
    });
  }
  return value;
}

/** Whether strings of a type are given in a plain form of their own. */
export function hasTextForm(kind: TypeKind): boolean {
  return textForms[kind] !== undefined;
}

/** A string literal: of the expected type where that has a plain form, else of the type that holds just it. */
export function checkString(
  scope: ExpressionScope,
  node: StringLiteral,
  facts: Facts,
  expected: Type | undefined,
): Checked | undefined {
  if (!expected || !hasTextForm(expected.kind)) {
    return checkedValue(literal(node.value, literalsType([node.value]), node.span), facts);
  }
  const value = parseText(node.value, expected, node.span, scope.report);
  if (value === undefined) return undefined;
  return checkedValue(literal(value, { kind: expected.kind } as Type, node.span), facts);
}

/** A number: an Int of exactly that value, or a Number where it has a fraction. */
export function checkNumber(scope: ExpressionScope, node: NumberLiteral, facts: Facts): Checked | undefined {
  return checkNumberValue(scope, node, node.value, facts);
}

/** {@link checkNumber} for a value with its sign. */
export function checkNumberValue(
  scope: ExpressionScope,
  node: NumberLiteral,
  value: number,
  facts: Facts,
): Checked | undefined {
  const fits = node.integer ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (!fits) {
    scope.report(
      "POL2017",
      node.span,
      `\`${node.text}\` is beyond what an ${node.integer ? "Int" : "Number"} holds`,
      {
        help: "an Int is at most 9007199254740991",
      },
    );
    return undefined;
  }
  const plain = value === 0 ? 0 : value;
  const type: Type = { kind: node.integer ? "Int" : "Number", bounds: { minimum: plain, maximum: plain } };
  return checkedValue(literal(plain, type, node.span), facts);
}

/** A literal expression. */
export function literal(value: Scalar, type: Type, span: Span): TypedExpression {
  return { kind: "literal", value, type, span };
}

/** A list: its elements are typed by what is expected of them, else by each other. */
export function checkList(
  scope: ExpressionScope,
  node: ListExpression,
  facts: Facts,
  expected: Type | undefined,
): Checked | undefined {
  const wanted = expected?.kind === "List" ? elementExpectation(scope, node, expected.element) : undefined;
  const elements: Checked[] = [];
  const join = createTypeJoin();
  for (const element of node.elements) {
    const checked = checkValue(scope, element, facts, wanted);
    if (!checked) return undefined;
    const { type } = checked.expression;
    if (!join.add(type)) return mixedList(scope, element, join.type, type);
    elements.push(checked);
  }
  const element = join.type ?? wanted ?? literalsType([]);
  const length = { minimum: elements.length, maximum: elements.length };
  const expression: TypedExpression = {
    kind: "list",
    elements: elements.map((checked) => checked.expression),
    type: { kind: "List", element, length },
    span: node.span,
  };
  return { ...checkedValue(expression, facts), ...bareOf(...elements) };
}

function mixedList(
  scope: ExpressionScope,
  element: Expression,
  type: Type | undefined,
  other: Type,
): undefined {
  scope.report("POL2011", element.span, "the elements of a list have one type", {
    label: `\`${describeType(other)}\` here, \`${type ? describeType(type) : ""}\` before`,
  });
  return undefined;
}

/** Where addresses are expected, a list that names a block is a list of blocks. */
function elementExpectation(scope: ExpressionScope, node: ListExpression, element: Type): Type {
  if (element.kind !== "Ip") return element;
  const namesBlock = literalTexts(scope, node).some((text) => text.includes("/"));
  return namesBlock ? { kind: "Cidr" } : element;
}

/** The text of a string literal, also through an unannotated constant. */
export function literalText(scope: ExpressionScope, node: Expression): string | undefined {
  if (node.kind === "StringLiteral") return node.value;
  const constant = untypedConstant(scope, node);
  return constant?.value.kind === "StringLiteral" ? constant.value.value : undefined;
}

/** The texts that a flexible expression can be, or hold. */
export function literalTexts(scope: ExpressionScope, node: Expression): readonly string[] {
  if (node.kind === "ListExpression") return node.elements.flatMap((element) => literalTexts(scope, element));
  if (node.kind === "ConditionalExpression") {
    return [...literalTexts(scope, node.consequent), ...literalTexts(scope, node.alternate)];
  }
  const constant = untypedConstant(scope, node);
  if (constant && !scope.checker.cyclic.has(constant.name.text)) return valueTexts(constant.value);
  return node.kind === "StringLiteral" ? [node.value] : [];
}

function valueTexts(value: ValueNode): readonly string[] {
  if (value.kind === "ListValue") return value.elements.flatMap(valueTexts);
  return value.kind === "StringLiteral" ? [value.value] : [];
}

/** Whether an expression is a list as written, a constant without a type of its own that is one, or a choice among such. */
export function isListLiteral(scope: ExpressionScope, node: Expression): boolean {
  if (node.kind === "ListExpression") return true;
  if (node.kind === "ConditionalExpression") return isListLiteral(scope, node.consequent);
  return untypedConstant(scope, node)?.value.kind === "ListValue";
}

/** The constant without a type of its own that a name stands for: it is typed anew at each use. */
export function untypedConstant(scope: ExpressionScope, node: Expression): ConstantDeclaration | undefined {
  if (node.kind !== "NameExpression" || scope.bindings.has(node.name)) return undefined;
  const declaration = scope.checker.declarations.named.get(node.name);
  return declaration?.kind === "ConstantDeclaration" && !declaration.type ? declaration : undefined;
}

/** Whether an expression takes its type from what it meets: a string, a list of such, a constant of either, and choices among them. */
export function isFlexible(scope: ExpressionScope, node: Expression): boolean {
  switch (node.kind) {
    case "StringLiteral":
      return true;
    case "ListExpression":
      return node.elements.every((element) => isFlexible(scope, element));
    case "ConditionalExpression":
      return isFlexible(scope, node.consequent) && isFlexible(scope, node.alternate);
    case "NameExpression":
      return untypedConstant(scope, node) !== undefined;
    default:
      return false;
  }
}

/** A constant's value as an expression, so that one check serves both; undefined (reported) for what only a test can say. */
export function constantExpression(value: ValueNode, report: Report): Expression | undefined {
  switch (value.kind) {
    case "BooleanLiteral":
    case "NumberLiteral":
    case "DurationLiteral":
    case "StringLiteral":
      return value;
    case "ListValue": {
      const elements = value.elements.map((element) => constantExpression(element, report));
      const known = elements.filter((element) => element !== undefined);
      return known.length === elements.length
        ? { kind: "ListExpression", elements: known, span: value.span }
        : undefined;
    }
    case "EntityValue":
      return constantEntity(value, report);
    case "RecordValue":
      report("POL2010", value.span, "a constant is no record", {
        help: "use a `fixture` for a record of a test",
      });
      return undefined;
    default:
      return assertNever(value);
  }
}

function constantEntity(
  value: Extract<ValueNode, { kind: "EntityValue" }>,
  report: Report,
): Expression | undefined {
  if (value.ancestors.length > 0 || value.properties || (value.parentheses && !value.id)) {
    report("POL2010", value.span, "a constant names an entity by type and id alone", {
      help: 'write `User("alice")`',
    });
    return undefined;
  }
  if (!value.id) return { kind: "NameExpression", name: value.name.text, span: value.span };
  const argument = { kind: "Argument", value: value.id, span: value.id.span } as const;
  return { kind: "CallExpression", callee: value.name, arguments: [argument], span: value.span };
}
