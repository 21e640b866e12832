import type { CallExpression } from "../syntax/ast.js";
import type { Type } from "../types/type.js";
import { checkArguments } from "./check-arguments.js";
import type { Callable } from "./checker.js";
import type { Binding, Checked, ExpressionScope, RootType } from "./expression-scope.js";
import type { Facts } from "./facts.js";
import { silent } from "./reporter.js";

/** A call with its arguments typed and its body inlined. */
export interface InlinedCall {
  readonly body: Checked;
  /** In the order of the parameters. */
  readonly arguments: ReadonlyMap<string, Checked>;
}

const undeclared: RootType = { missing: "undeclared" };

/** The roots that the body of a definition can read: none; a remedy's reads the context as well. */
export function bodyRoots(
  scope: Pick<ExpressionScope, "roots">,
  kind: Callable["declaration"]["kind"],
): ExpressionScope["roots"] {
  const context = kind === "RemedyDeclaration" ? scope.roots.context : undeclared;
  return {
    principal: undeclared,
    subject: undeclared,
    actor: undeclared,
    resource: undeclared,
    args: undeclared,
    context,
  };
}

/**
 * Inlines a definition or a remedy: its body is typed again with the parameters bound to the arguments, silently, since it was
 * checked where it is declared. Undefined after a report, also where the body itself was reported.
 */
export function inlineCall(
  scope: ExpressionScope,
  node: CallExpression,
  facts: Facts,
): InlinedCall | undefined {
  const callable = scope.checker.callables.get(node.callee.text);
  if (!callable) return undefined;
  const values = checkArguments(
    scope,
    node,
    node.arguments,
    new Map(callable.parameters.map((field) => [field.name, field])),
    facts,
  );
  if (!values || isTooLarge(scope, node)) return undefined;
  const bindings = new Map<string, Binding>();
  for (const field of callable.parameters) {
    const value = values.get(field.name);
    if (value)
      bindings.set(field.name, {
        expression: retyped(value, field.type),
        ...(value.key !== undefined && { key: value.key }),
      });
  }
  const roots = bodyRoots(scope, callable.declaration.kind);
  const body = scope.check(
    { ...scope, bindings, roots, report: silent, tests: { note: () => {} } },
    callable.declaration.body,
    facts,
  );
  return body && { body, arguments: values };
}

/** An argument stands for a value of the parameter's type: a narrower one is forgotten, so that the body types as it was checked. */
function retyped(value: Checked, type: Type): Checked["expression"] {
  return value.expression.kind === "literal" ? value.expression : { ...value.expression, type };
}

function isTooLarge(scope: ExpressionScope, node: CallExpression): boolean {
  if (scope.size.nodes <= maximumNodes) return false;
  scope.report("POL2030", node.span, "the rule grows too large once its definitions are inlined", {
    help: "definitions that call each other twice and more multiply: simplify them",
  });
  return true;
}
