import type { Argument, Expression } from "../syntax/ast.js";
import { isAssignable } from "../types/relations.js";
import type { Field } from "../types/type.js";
import { checkAs, reportMisfit } from "./check-value.js";
import { suggestion } from "./checker.js";
import type { Checked, ExpressionScope } from "./expression-scope.js";
import type { Facts } from "./facts.js";
import { silent } from "./reporter.js";

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
  const unnamed = given.flatMap((argument, index) => (argument.name ? [] : (names[index] ?? [])));
  if (unnamed.length > 0 && given.some((argument) => argument.name))
    complain(call.span, "arguments are all named, or none is", {
      help: `name the others too: ${unnamed.map((name) => `\`${name}: …\``).join(", ")}`,
    });
  given.forEach((argument, index) => {
    const name = argument.name?.text ?? names[index];
    if (name === undefined)
      complain(
        argument.span,
        `\`${call.callee.text}\` takes ${names.length} ${names.length === 1 ? "argument" : "arguments"}, and more are given`,
      );
    else if (scope.checker.declarations.brokenNames.has(name) && !parameters.has(name)) complete = false;
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
