import type { CallExpression } from "../syntax/ast.js";
import { entityType } from "../types/relations.js";
import { checkAs } from "./check-value.js";
import { suggestion } from "./checker.js";
import { type Checked, checkedValue, type ExpressionScope } from "./expression-scope.js";
import type { Facts } from "./facts.js";
import { inlineCall } from "./inline-call.js";
import { libraryHelp } from "./library.js";

/** `f(…)`: the built-in `lower`, an entity, or a definition, which is inlined. */
export function checkCall(scope: ExpressionScope, node: CallExpression, facts: Facts): Checked | undefined {
  const name = node.callee.text;
  if (name === "lower") return checkLower(scope, node, facts);
  const declaration = scope.checker.declarations.named.get(name);
  switch (declaration?.kind) {
    case "EntityDeclaration":
      scope.checker.used.add(name);
      return checkEntityLiteral(scope, node, facts);
    case "DefinitionDeclaration":
      scope.checker.used.add(name);
      return inlineCall(scope, node, facts)?.body;
    case "RemedyDeclaration":
      scope.checker.used.add(name);
      scope.report(
        "POL2023",
        node.span,
        `the remedy \`${name}\` stands alone in an \`unless\` of a deny, and nowhere else`,
        {
          help: "a remedy lifts a deny: write `unless` and the remedy, without `not`, `and` or `or`",
        },
      );
      return undefined;
    default:
      reportNotCallable(scope, node, declaration !== undefined);
      return undefined;
  }
}

function reportNotCallable(scope: ExpressionScope, node: CallExpression, declared: boolean): void {
  const { declarations } = scope.checker;
  const name = node.callee.text;
  if (declared) {
    scope.report("POL2002", node.callee.span, `\`${name}\` cannot be called`);
    return;
  }
  if (declarations.brokenNames.has(name)) return;
  const callable = [...declarations.named.values()].filter(
    (other) => other.kind !== "ConstantDeclaration" && other.kind !== "TypeDeclaration",
  );
  const candidates = ["lower", ...callable.map((other) => other.name.text)];
  scope.report("POL2002", node.callee.span, `there is no definition \`${name}\``, {
    ...suggestion(name, candidates),
    ...libraryHelp("named", name),
  });
}

function checkLower(scope: ExpressionScope, node: CallExpression, facts: Facts): Checked | undefined {
  const [argument, ...rest] = node.arguments;
  if (!argument || rest.length > 0) {
    scope.report(
      "POL2020",
      node.span,
      `\`lower\` takes one String, and ${node.arguments.length} arguments are given`,
    );
    return undefined;
  }
  const operand = checkAs(scope, argument.value, facts, { kind: "String" });
  return (
    operand &&
    checkedValue(
      { kind: "lower", operand: operand.expression, type: { kind: "String" }, span: node.span },
      facts,
    )
  );
}

function checkEntityLiteral(scope: ExpressionScope, node: CallExpression, facts: Facts): Checked | undefined {
  const [argument, ...rest] = node.arguments;
  const entity = node.callee.text;
  if (!argument || rest.length > 0 || argument.name || argument.value.kind !== "StringLiteral") {
    scope.report("POL2020", node.span, `an entity is named by its id alone: \`${entity}("…")\``);
    return undefined;
  }
  const type = entityType([entity]);
  const expression = { kind: "entity", entity, id: argument.value.value, type, span: node.span } as const;
  return { ...checkedValue(expression, facts), bare: true };
}
