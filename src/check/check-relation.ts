import type { Expression, IsExpression } from "../syntax/ast.js";
import { describeType } from "../types/print-type.js";
import { checkValue } from "./check-value.js";
import { suggestion } from "./checker.js";
import type { Checked, ExpressionScope } from "./expression-scope.js";
import type { Facts } from "./facts.js";

/** `x is RELATION of y`: checked against the declared relations; deciding by them is not supported yet, and says so. */
export function checkRelation(
  scope: ExpressionScope,
  node: IsExpression,
  object: Expression,
  facts: Facts,
): Checked | undefined {
  const subject = checkValue(scope, node.object, facts);
  const target = checkValue(scope, object, facts);
  if (!subject || !target) return undefined;
  for (const [checked, part] of [
    [subject, node.object],
    [target, object],
  ] as const) {
    if (checked.expression.type.kind === "Entity") continue;
    scope.report(
      "POL2011",
      part.span,
      `\`${describeType(checked.expression.type)}\` is no entity, and a relation holds between entities`,
    );
    return undefined;
  }
  if (!isDeclared(scope, node, target)) return undefined;
  scope.report("POL2021", node.span, "a rule that tests a relation is not yet supported", {
    help: "relations are checked, but not decided by: use `in` with `ancestors`, or an attribute",
  });
  return undefined;
}

function isDeclared(scope: ExpressionScope, node: IsExpression, target: Checked): boolean {
  const { type } = target.expression;
  if (type.kind !== "Entity") return false;
  const relations = type.names.map(
    (name) =>
      new Set(scope.checker.schema.entities.get(name)?.relations.map((relation) => relation.name.text)),
  );
  if (relations.every((names) => names.has(node.name.text))) return true;
  const candidates = relations.flatMap((names) => [...names]);
  scope.report(
    "POL2003",
    node.name.span,
    `\`${describeType(type)}\` has no relation \`${node.name.text}\``,
    suggestion(node.name.text, candidates),
  );
  return false;
}
