import type { CallExpression } from "../syntax/ast.js";
import type { Type } from "../types/type.js";
import { withSecrets } from "../types/with-secrets.js";
import { checkArguments } from "./check-arguments.js";
import type { Callable } from "./checker.js";
import {
  type Binding,
  type Checked,
  type ExpressionScope,
  type RootType,
  unnotedTests,
} from "./expression-scope.js";
import type { Facts } from "./facts.js";
import type { Report } from "./reporter.js";

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
 * Inlines a definition or a remedy: its body is typed again with the parameters bound to the arguments. It checked where it is declared;
 * what is said of it here is about these arguments, and so is said of the call. Undefined after a report, also where the body itself
 * was reported.
 */
export function inlineCall(
  scope: ExpressionScope,
  node: CallExpression,
  facts: Facts,
): InlinedCall | undefined {
  const callable = scope.checker.callables.get(node.callee.text);
  if (!callable) return undefined;
  const parameters = new Map(callable.parameters.map((field) => [field.name, field]));
  const values = checkArguments(scope, node, node.arguments, parameters, facts);
  if (!values) return undefined;
  const bindings = bindArguments(scope, callable, values);
  const roots = bodyRoots(scope, callable.declaration.kind);
  const report = reportAtCall(scope, node);
  const body = scope.check(
    { ...scope, bindings, roots, report, tests: unnotedTests },
    callable.declaration.body,
    facts,
  );
  return body && { body, arguments: values };
}

/** An argument that is no path gets a key of its own, so that guards in the body hold for it as they did where the body was checked. */
function bindArguments(
  scope: ExpressionScope,
  callable: Callable,
  values: ReadonlyMap<string, Checked>,
): ReadonlyMap<string, Binding> {
  const bindings = new Map<string, Binding>();
  for (const field of callable.parameters) {
    const value = values.get(field.name);
    if (!value) continue;
    const key = value.key ?? `%${scope.size.variables++}`;
    bindings.set(field.name, {
      expression: retyped(value, field.type),
      key,
      ...(value.bare && { bare: true }),
    });
  }
  return bindings;
}

/**
 * An argument stands for a value of the parameter's type: a narrower one is forgotten, so that the body types as it was checked. What is
 * secret stays so.
 */
function retyped({ expression }: Checked, type: Type): Checked["expression"] {
  return expression.kind === "literal"
    ? expression
    : { ...expression, type: withSecrets(type, expression.type) };
}

function reportAtCall(scope: ExpressionScope, node: CallExpression): Report {
  return (code, span, message, details) => {
    const related = [{ span, message: `in \`${node.callee.text}\`` }, ...(details?.related ?? [])];
    scope.report(code, node.span, message, { ...details, related });
  };
}
