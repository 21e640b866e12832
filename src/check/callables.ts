import type { ConstantDeclaration, Name } from "../syntax/ast.js";
import type { Field } from "../types/type.js";
import { checkExpression } from "./check-expression.js";
import { constantExpression } from "./check-literal.js";
import { checkAs, checkCondition, checkValue } from "./check-value.js";
import type { Callable, Checker } from "./checker.js";
import { type CallableDeclaration, calleesOf, isCallable, namesIn } from "./cycles.js";
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

/** Types annotated constants, in an order in which each meets only ones that are typed; the others must have some type. */
export function checkConstants(checker: OpenChecker, resolver: TypeResolver): void {
  const constants = [...checker.declarations.named.values()].filter(
    (declaration) => declaration.kind === "ConstantDeclaration",
  );
  const sound = constants.filter((declaration) => !checker.cyclic.has(declaration.name.text));
  for (const declaration of sound) checkConstant(checker, declaration, resolver);
  for (const declaration of sound) if (!declaration.type) checkUntyped(checker, declaration);
}

/** A constant without a type is checked at each use, and here so that it is also where nothing uses it. */
function checkUntyped(checker: OpenChecker, { value }: ConstantDeclaration): void {
  const expression = constantExpression(value, checker.report);
  const { tests } = createEnvironmentReports();
  if (expression) checkValue(declarationScope(checker, new Map(), tests), expression, noFacts);
}

function checkConstant(checker: OpenChecker, declaration: ConstantDeclaration, resolver: TypeResolver): void {
  const name = declaration.name.text;
  if (checker.constants.has(name) || !declaration.type) return;
  for (const other of namesIn(declaration.value)) {
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
    size: { nodes: 0, depth: 0, variables: 0 },
    check: checkExpression,
  };
}

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

function checkCallable(
  checker: OpenChecker,
  declaration: CallableDeclaration,
  resolver: TypeResolver,
): Callable | undefined {
  const fields = closedParameters(declaration.parameters, checker.report);
  const collected = collectFields(fields, resolver.resolveField, checker.report);
  const parameters = [...collected.values()];
  const named = fields.map(({ name }) => isParameter(checker, name, collected.get(name.text)));
  if (parameters.length < fields.length || !named.every(Boolean)) return undefined;
  const reports = createEnvironmentReports();
  const scope = declarationScope(checker, bindParameters(parameters, declaration), reports.tests);
  const bodyScope = {
    ...scope,
    roots: bodyRoots(scope, declaration.kind),
    report: reports.reportFor(() => ""),
  };
  const check = declaration.kind === "RemedyDeclaration" ? checkCondition : checkValue;
  const body = check(bodyScope, declaration.body, noFacts);
  const failed = reports.hasErrors();
  reports.flush(checker.report, 1);
  return body && !failed ? { declaration, parameters } : undefined;
}

function isParameter({ report }: Checker, { text, span }: Name, field: Field | undefined): boolean {
  if (field?.optional || field?.nullable) {
    const what = field.optional ? "optional" : "`null`";
    report("POL2010", span, `the parameter \`${text}\` cannot be ${what}`, {
      help: "give the call a default instead: `… ?? …`",
    });
    return false;
  }
  if (!isReservedName(text) && /^[A-Za-z_]\w*$/.test(text)) return true;
  report("POL2008", span, `\`${text}\` cannot name a parameter, since the body reads it bare`);
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
