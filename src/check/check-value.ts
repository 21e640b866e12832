import type { Expression } from "../syntax/ast.js";
import { printExpression } from "../syntax/print-expression.js";
import { describeType, printType } from "../types/print-type.js";
import { isAssignable } from "../types/relations.js";
import { formKinds, type Type, type TypeKind } from "../types/type.js";
import { boolType, type Checked, type ExpressionScope } from "./expression-scope.js";
import type { Facts } from "./facts.js";

/** Checks an expression whose value is used: it must be there, and be something that can be computed with. */
export function checkValue(
  scope: ExpressionScope,
  node: Expression,
  facts: Facts,
  expected?: Type,
): Checked | undefined {
  const checked = scope.check(scope, node, facts, expected);
  if (!checked) return undefined;
  const { kind } = checked.expression.type;
  if (kind === "Json" || kind === "Record") {
    const what = kind === "Json" ? "opaque" : "a record";
    scope.report(
      "POL2011",
      node.span,
      `\`${printExpression(node)}\` is ${what} and has no value to compute with`,
      {
        help:
          kind === "Json" ? "only its presence can be tested: `… has name`" : "read one of its properties",
      },
    );
    return undefined;
  }
  if (checked.absent !== undefined && !facts.lenient) {
    reportUnguarded(scope, node, checked.absent);
    return undefined;
  }
  return checked;
}

function reportUnguarded(scope: ExpressionScope, node: Expression, why: string): void {
  const text = printExpression(node);
  scope.report("POL2012", node.span, `\`${text}\` may be absent`, {
    label: why,
    help: guardHelp(node, text),
  });
}

function guardHelp(node: Expression, text: string): string {
  const guard = node.kind === "AttributeExpression" ? guardOf(node) : undefined;
  return guard
    ? `guard it with \`${guard}\`, or give a default: \`${text} ?? …\``
    : `give a default: \`${text} ?? …\``;
}

function guardOf(node: Extract<Expression, { kind: "AttributeExpression" }>): string | undefined {
  const names: string[] = [];
  let object: Expression = node;
  while (object.kind === "AttributeExpression") {
    names.unshift(object.name.text);
    object = object.object;
  }
  return object.kind === "NameExpression" ? `${object.name} has ${names.join(".")}` : undefined;
}

/** Checks an expression that must be a Bool. */
export function checkCondition(scope: ExpressionScope, node: Expression, facts: Facts): Checked | undefined {
  return checkAs(scope, node, facts, boolType);
}

/** Checks an expression whose value must be of a type. */
export function checkAs(
  scope: ExpressionScope,
  node: Expression,
  facts: Facts,
  type: Type,
): Checked | undefined {
  const checked = checkValue(scope, node, facts, type);
  if (!checked) return undefined;
  return isAssignable(checked.expression.type, type) ? checked : reportMisfit(scope, node, checked, type);
}

/** Says that a value is not of the type that is expected of it. */
export function reportMisfit(
  scope: ExpressionScope,
  node: Expression,
  checked: Checked,
  type: Type,
): undefined {
  const found = describeType(checked.expression.type);
  scope.report(
    "POL2011",
    node.span,
    `\`${printExpression(node)}\` is \`${found}\`, and \`${printType(type)}\` is expected`,
    textHelp(checked.expression.type, type),
  );
}

const kindsWithForm: ReadonlySet<TypeKind> = new Set(formKinds);

/** A text that is not written where its form is expected has none; a duration is no text. */
function textHelp(found: Type, expected: Type): { help?: string } {
  const isText = found.kind === "String" || found.kind === "Literals";
  if (isText && expected.kind === "Duration") return { help: "write a duration without quotes: `15m`" };
  if (!isText || !kindsWithForm.has(expected.kind)) return {};
  return { help: `declare it as \`${expected.kind}\`: a String has no plain form of its own` };
}
