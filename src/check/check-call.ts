import type { Argument, CallExpression, Expression } from "../syntax/ast.js";
import { entityType, isAssignable } from "../types/relations.js";
import type { Field, Type } from "../types/type.js";
import { checkAs, reportMisfit } from "./check-value.js";
import { type Callable, suggestion } from "./checker.js";
import {
  type Binding,
  type Checked,
  checkedValue,
  type ExpressionScope,
  type RootType,
} from "./expression-scope.js";
import type { Facts } from "./facts.js";
import { silent } from "./reporter.js";

/** How large a rule may grow once its definitions are inlined. */
const maximumNodes = 100_000;

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
  scope.report(
    "POL2002",
    node.callee.span,
    `there is no definition \`${name}\``,
    suggestion(name, candidates),
  );
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
  return checkedValue({ kind: "entity", entity, id: argument.value.value, type, span: node.span }, facts);
}

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

/** The arguments of a call by parameter: all named or all in order, none twice, none missing but optional ones. */
export function checkArguments(
  scope: ExpressionScope,
  call: { readonly callee: { readonly text: string }; readonly span: Expression["span"] },
  given: readonly Argument[],
  parameters: ReadonlyMap<string, Field>,
  facts: Facts,
): ReadonlyMap<string, Checked> | undefined {
  const matched = matchArguments(scope, call, given, parameters);
  if (!matched) return undefined;
  const values = new Map<string, Checked>();
  let complete = true;
  for (const [name, field] of parameters) {
    const argument = matched.get(name);
    if (!argument) continue;
    const value = checkArgument(scope, argument.value, facts, field);
    if (value) values.set(name, value);
    else complete = false;
  }
  return complete ? values : undefined;
}

/** An optional parameter takes what may be absent: the argument is then left out. */
function checkArgument(
  scope: ExpressionScope,
  node: Expression,
  facts: Facts,
  field: Field,
): Checked | undefined {
  const given = field.optional
    ? scope.check({ ...scope, report: silent }, node, facts, field.type)
    : undefined;
  if (given?.absent === undefined) return checkAs(scope, node, facts, field.type);
  if (isAssignable(given.expression.type, field.type)) return given;
  return reportMisfit(scope, node, given, field.type);
}

function matchArguments(
  scope: ExpressionScope,
  call: { readonly callee: { readonly text: string }; readonly span: Expression["span"] },
  given: readonly Argument[],
  parameters: ReadonlyMap<string, Field>,
): ReadonlyMap<string, Argument> | undefined {
  const names = [...parameters.keys()];
  const matched = new Map<string, Argument>();
  let complete = true;
  const complain = (span: Expression["span"], message: string, help?: { help?: string }): void => {
    complete = false;
    scope.report("POL2020", span, message, help);
  };
  const namedCount = given.filter((argument) => argument.name).length;
  if (namedCount > 0 && namedCount < given.length) complain(call.span, "arguments are all named, or none is");
  given.forEach((argument, index) => {
    const name = argument.name?.text ?? names[index];
    if (name === undefined)
      complain(argument.span, `\`${call.callee.text}\` takes ${names.length} arguments, and more are given`);
    else if (!parameters.has(name))
      complain(
        argument.span,
        `\`${call.callee.text}\` has no parameter \`${name}\``,
        suggestion(name, names),
      );
    else if (matched.has(name)) complain(argument.span, `\`${name}\` is given twice`);
    else matched.set(name, argument);
  });
  const missing = complete
    ? [...parameters.values()].filter((field) => !field.optional && !matched.has(field.name))
    : [];
  for (const field of missing) complain(call.span, `\`${call.callee.text}\` needs \`${field.name}\``);
  return complete ? matched : undefined;
}
