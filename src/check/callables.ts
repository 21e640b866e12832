import type {
  CallExpression,
  ConstantDeclaration,
  DefinitionDeclaration,
  Expression,
  RemedyDeclaration,
  ValueNode,
} from "../syntax/ast.js";
import type { Field } from "../types/type.js";
import { checkExpression } from "./check-expression.js";
import { constantExpression } from "./check-literal.js";
import { checkAs, checkCondition, checkValue } from "./check-value.js";
import type { Callable, Checker } from "./checker.js";
import { isReservedName } from "./declarations.js";
import { createEnvironmentReports } from "./environment-reports.js";
import type { Binding, ExpressionScope, RootType } from "./expression-scope.js";
import { noFacts } from "./facts.js";
import { bodyRoots } from "./inline-call.js";
import { collectFields, type TypeResolver } from "./resolve-type.js";
import { closedParameters } from "./schema.js";
import type { TypedExpression } from "./typed-expression.js";

/** A checker whose constants and callables are still being filled in. */
export interface OpenChecker extends Checker {
  readonly callables: Map<string, Callable>;
  readonly constants: Map<string, TypedExpression | undefined>;
}

/** Types annotated constants, in an order in which each meets only ones that are typed. */
export function checkConstants(checker: OpenChecker, resolver: TypeResolver): void {
  for (const declaration of checker.declarations.named.values()) {
    if (
      declaration.kind !== "ConstantDeclaration" ||
      !declaration.type ||
      checker.cyclic.has(declaration.name.text)
    )
      continue;
    checkConstant(checker, declaration, resolver);
  }
}

function checkConstant(checker: OpenChecker, declaration: ConstantDeclaration, resolver: TypeResolver): void {
  const name = declaration.name.text;
  if (checker.constants.has(name) || !declaration.type) return;
  for (const other of constantsOf(declaration.value)) {
    const used = checker.declarations.named.get(other);
    if (used?.kind === "ConstantDeclaration" && used.type) checkConstant(checker, used, resolver);
  }
  const type = resolver.resolve(declaration.type);
  const value = constantExpression(declaration.value, checker.report);
  const reports = createEnvironmentReports();
  const checked =
    type && value && checkAs(declarationScope(checker, new Map(), reports.tests), value, noFacts, type);
  checker.constants.set(
    name,
    checked && type
      ? {
          ...checked.expression,
          type: checked.expression.kind === "literal" ? checked.expression.type : type,
        }
      : undefined,
  );
}

function constantsOf(value: ValueNode): readonly string[] {
  if (value.kind === "ListValue") return value.elements.flatMap(constantsOf);
  return value.kind === "EntityValue" && !value.parentheses ? [value.name.text] : [];
}

const undeclared: RootType = { missing: "undeclared" };

function declarationScope(
  checker: Checker,
  bindings: ReadonlyMap<string, Binding>,
  tests: ExpressionScope["tests"],
): ExpressionScope {
  const context: RootType = { type: { kind: "Record", fields: checker.schema.context, open: true } };
  return {
    checker,
    roots: {
      principal: undeclared,
      subject: undeclared,
      actor: undeclared,
      resource: undeclared,
      args: undeclared,
      context,
    },
    principalIs: "subject",
    bindings,
    report: checker.report,
    tests,
    size: { nodes: 0 },
    check: checkExpression,
  };
}

type CallableDeclaration = DefinitionDeclaration | RemedyDeclaration;

/** Checks the bodies of definitions and remedies with their parameters' declared types; those that check can be inlined. */
export function checkCallables(checker: OpenChecker, resolver: TypeResolver): void {
  const started = new Set<string>();
  const visit = (declaration: CallableDeclaration): void => {
    const name = declaration.name.text;
    if (started.has(name) || checker.cyclic.has(name)) return;
    started.add(name);
    for (const callee of calleesOf(declaration.body)) {
      const other = checker.declarations.named.get(callee);
      if (other && isCallable(other)) visit(other);
    }
    const callable = checkCallable(checker, declaration, resolver);
    if (callable) checker.callables.set(name, callable);
  };
  for (const declaration of checker.declarations.named.values())
    if (isCallable(declaration)) visit(declaration);
}

function isCallable(declaration: { readonly kind: string }): declaration is CallableDeclaration {
  return declaration.kind === "DefinitionDeclaration" || declaration.kind === "RemedyDeclaration";
}

function checkCallable(
  checker: OpenChecker,
  declaration: CallableDeclaration,
  resolver: TypeResolver,
): Callable | undefined {
  const fields = closedParameters(declaration.parameters, checker.report);
  const parameters = [...collectFields(fields, resolver.resolveField, checker.report).values()];
  const named = fields.map((field) => isParameter(checker, field.name.text, field));
  if (parameters.length < fields.length || !named.every(Boolean)) return undefined;
  const reports = createEnvironmentReports();
  const scope = declarationScope(checker, bindParameters(parameters, declaration), reports.tests);
  const bodyScope = { ...scope, roots: bodyRoots(scope, declaration.kind), report: reports.reportFor("") };
  const check = declaration.kind === "RemedyDeclaration" ? checkCondition : checkValue;
  const body = check(bodyScope, declaration.body, noFacts);
  const failed = reports.hasErrors();
  reports.flush(checker.report, 1);
  return body && !failed ? { declaration, parameters } : undefined;
}

function isParameter(
  checker: Checker,
  name: string,
  field: { readonly optional: boolean; readonly name: { readonly span: DefinitionDeclaration["span"] } },
): boolean {
  if (field.optional) {
    checker.report("POL2010", field.name.span, `the parameter \`${name}\` cannot be optional`, {
      help: "give the call a default instead: `… ?? …`",
    });
    return false;
  }
  if (!isReservedName(name) && /^[A-Za-z_]\w*$/.test(name)) return true;
  checker.report(
    "POL2008",
    field.name.span,
    `\`${name}\` cannot name a parameter, since the body reads it bare`,
  );
  return false;
}

function bindParameters(
  parameters: readonly Field[],
  declaration: CallableDeclaration,
): ReadonlyMap<string, Binding> {
  return new Map(
    parameters.map((field, index): [string, Binding] => {
      const { span } = declaration;
      const expression: TypedExpression = {
        kind: "variable",
        name: field.name,
        id: -1 - index,
        type: field.type,
        span,
      };
      return [field.name, { expression, key: `%${field.name}` }];
    }),
  );
}

/** Names that expressions call. */
function calleesOf(body: Expression): readonly string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if (Array.isArray(value)) return value.forEach(visit);
    if ((value as { kind?: unknown }).kind === "CallExpression")
      found.add((value as CallExpression).callee.text);
    Object.values(value).forEach(visit);
  };
  visit(body);
  return [...found];
}

/** Names of constants, definitions and remedies that need themselves; each cycle is reported at every member. */
export function findCycles(checker: Pick<Checker, "declarations" | "report">): ReadonlySet<string> {
  const edges = new Map<string, readonly string[]>();
  for (const [name, declaration] of checker.declarations.named) {
    if (isCallable(declaration)) edges.set(name, calleesOf(declaration.body));
    else if (declaration.kind === "ConstantDeclaration") edges.set(name, constantsOf(declaration.value));
  }
  const cyclic = new Set([...edges.keys()].filter((name) => reaches(name, name, edges)));
  for (const name of [...cyclic].sort()) {
    const declaration = checker.declarations.named.get(name);
    if (!declaration) continue;
    checker.report("POL2009", declaration.name.span, `\`${name}\` needs itself`, {
      help: "Pol has no recursion, so that everything is decidable",
    });
  }
  return cyclic;
}

function reaches(from: string, target: string, edges: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set(edges.get(from));
  for (const name of seen) {
    if (name === target) return true;
    for (const next of edges.get(name) ?? []) seen.add(next);
  }
  return false;
}
