import type { NameExpression } from "../syntax/ast.js";
import type { Type } from "../types/type.js";
import { withSecrets } from "../types/with-secrets.js";
import { constantExpression } from "./check-literal.js";
import { suggestion } from "./checker.js";
import {
  type Binding,
  bareOf,
  type Checked,
  checkedValue,
  type ExpressionScope,
  type RootName,
} from "./expression-scope.js";
import type { Facts } from "./facts.js";
import { partyHelp } from "./foreign-words.js";
import { libraryHelp } from "./library.js";
import type { Report } from "./reporter.js";

const rootNames: ReadonlySet<string> = new Set<RootName>([
  "principal",
  "subject",
  "actor",
  "resource",
  "context",
  "args",
]);

/** Whether a name is one of the roots of a request. */
export function isRootName(name: string): name is RootName {
  return rootNames.has(name);
}

/** A bare name: a parameter or variable, a root, or a constant. */
export function checkName(
  scope: ExpressionScope,
  node: NameExpression,
  facts: Facts,
  expected: Type | undefined,
): Checked | undefined {
  const binding = scope.bindings.get(node.name);
  if (binding) return checkBinding(binding, facts);
  if (isRootName(node.name)) return checkRoot(scope, node, node.name, facts);
  return checkConstant(scope, node, facts, expected);
}

function checkBinding(binding: Binding, facts: Facts): Checked {
  const { expression, key } = binding;
  const narrowed = key === undefined ? undefined : facts.types.get(key);
  const typed = narrowed ? { ...expression, type: withSecrets(narrowed, expression.type) } : expression;
  return { ...checkedValue(typed, facts, key), ...bareOf(binding) };
}

function checkRoot(
  scope: ExpressionScope,
  node: NameExpression,
  name: RootName,
  facts: Facts,
): Checked | undefined {
  const root = scope.roots[name];
  if ("type" in root) {
    const key = rootKey(scope, name);
    const type = facts.types.get(key) ?? root.type;
    return checkedValue({ kind: "root", name, type, span: node.span }, facts, key);
  }
  if (!facts.lenient) reportMissingRoot(scope, node, name, root.missing);
  return undefined;
}

/** `principal` shares the facts of the party that it is. */
export function rootKey(scope: ExpressionScope, name: RootName): string {
  return name === "principal" ? scope.principalIs : name;
}

function reportMissingRoot(
  scope: ExpressionScope,
  node: NameExpression,
  name: RootName,
  missing: "actor" | "resource" | "undeclared",
): void {
  if (missing === "actor") {
    scope.report("POL2022", node.span, "`actor` is read where a request may have none", {
      help: `name the principal \`… acting for …\`, or guard it with \`actor is ${anActor(scope)}\``,
    });
  } else if (missing === "resource") {
    scope.report("POL2022", node.span, "`resource` is read where the action is declared without `on`", {
      help: "declare the action `on` the resource's type, or limit the rule with `on`",
    });
  } else {
    scope.report("POL2002", node.span, `\`${name}\` cannot be read here`, {
      help: "a definition reads its parameters only, a remedy its parameters and `context`: pass the value as an argument",
    });
  }
}

function anActor({ checker }: ExpressionScope): string {
  return checker.schema.principals.find(({ role }) => role === "actor")?.type ?? "Agent";
}

function checkConstant(
  scope: ExpressionScope,
  node: NameExpression,
  facts: Facts,
  expected: Type | undefined,
): Checked | undefined {
  const { checker } = scope;
  const declaration = checker.declarations.named.get(node.name);
  if (declaration?.kind !== "ConstantDeclaration") {
    reportNoValue(scope, node, declaration !== undefined);
    return undefined;
  }
  checker.used.add(node.name);
  if (checker.cyclic.has(node.name)) return undefined;
  if (declaration.type) {
    const expression = checker.constants.get(node.name);
    return expression && checkedValue(expression, facts);
  }
  const report = reportAtUse(scope, node);
  const value = constantExpression(declaration.value, report);
  return value && scope.check({ ...scope, bindings: new Map(), report }, value, facts, expected);
}

/** A constant takes its type at each use: what is wrong with it there says where that is. */
function reportAtUse(scope: ExpressionScope, { name, span: use }: NameExpression): Report {
  return (code, span, message, details) => {
    const related = [{ span: use, message: `\`${name}\` is used here` }, ...(details?.related ?? [])];
    scope.report(code, span, message, { ...details, related });
  };
}

const absences: ReadonlySet<string> = new Set(["null", "nil", "none", "None", "undefined"]);

function reportNoValue(scope: ExpressionScope, node: NameExpression, declared: boolean): void {
  const { declarations } = scope.checker;
  if (declared) {
    scope.report("POL2002", node.span, `\`${node.name}\` is no value`, {
      help: `a definition is called, and an entity has an id: \`${node.name}("…")\``,
    });
    return;
  }
  if (declarations.brokenNames.has(node.name)) return;
  if (absences.has(node.name)) {
    scope.report("POL2002", node.span, `there is no \`${node.name}\` to compare with`, {
      help: "test that something is there with `… has name`, or give a default with `??`",
    });
    return;
  }
  const constants = [...declarations.named.values()].filter((other) => other.kind === "ConstantDeclaration");
  const candidates = [
    ...scope.bindings.keys(),
    ...rootNames,
    ...constants.map((constant) => constant.name.text),
  ];
  scope.report("POL2002", node.span, `there is no \`${node.name}\``, {
    ...suggestion(node.name, candidates),
    ...partyHelp(node.name),
    ...libraryHelp("named", node.name),
  });
}
