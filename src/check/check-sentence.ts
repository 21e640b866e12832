import type { CallExpression, Clause, Expression, ObligationCall, Sentence } from "../syntax/ast.js";
import { printClause } from "../syntax/print-rule.js";
import { entityType } from "../types/relations.js";
import type { Type } from "../types/type.js";
import { invariant } from "../util/invariant.js";
import { checkArguments } from "./check-arguments.js";
import { checkExpression } from "./check-expression.js";
import { literal } from "./check-literal.js";
import { checkCondition } from "./check-value.js";
import { type Checker, suggestion } from "./checker.js";
import { type EnvironmentGroup, groupPrincipals, groupTargets } from "./environment-groups.js";
import { createEnvironmentReports, type EnvironmentReports } from "./environment-reports.js";
import { boolType, type Checked, type ExpressionScope, type RootType } from "./expression-scope.js";
import { type Facts, lenientFacts, noFacts } from "./facts.js";
import { inlineCall } from "./inline-call.js";
import { libraryHelp } from "./library.js";
import { collectMentions } from "./mentions.js";
import { printedOnce } from "./printed-once.js";
import { resolveScope, type ScopeTest } from "./sentence-scope.js";
import { hasRelationTest } from "./tests-relations.js";
import type { TypedClause, TypedExpression, TypedRemedy } from "./typed-expression.js";
import type { PrincipalEnvironment, RuleVariant, Target, TypedObligation } from "./typed-policy-set.js";

/** What of a rule or an assertion is checked once per environment. */
export interface SentenceParts {
  readonly sentence: Sentence;
  readonly obligations: readonly ObligationCall[];
  /** `rule` or `assertion`, for messages. */
  readonly noun: string;
}

/**
 * Checks a sentence once per group of environments that give it the same types (language.md §5). Returns its typed variants;
 * undefined where something was reported as an error.
 */
export function checkSentence(checker: Checker, parts: SentenceParts): readonly RuleVariant[] | undefined {
  const scope = resolveScope(checker, parts.sentence);
  if (!scope) return undefined;
  const values = parts.obligations.flatMap((call) => call.arguments.map((argument) => argument.value));
  const mentions = collectMentions(parts.sentence, values);
  const principals = groupPrincipals(scope, mentions);
  const targets = groupTargets(checker, scope, mentions);
  const reports = createEnvironmentReports();
  const results = principals.flatMap((group) =>
    targets.map((target) => checkGroup(checker, parts, group, target, reports)),
  );
  const failed = reports.hasErrors();
  reports.flush(checker.report, results.length);
  if (failed || results.some((result) => result === undefined)) return undefined;
  const typed = results.filter((result) => result !== undefined);
  return reportDead(checker, parts, typed) ? typed.map((result) => result.variant) : undefined;
}

interface GroupResult {
  readonly variant: RuleVariant;
  /** The clause that the types make false, in the environments described. */
  readonly dead?: Clause;
  readonly surprising: boolean;
  readonly describe: () => string;
}

function checkGroup(
  checker: Checker,
  parts: SentenceParts,
  principals: EnvironmentGroup<PrincipalEnvironment>,
  targets: EnvironmentGroup<Target>,
  reports: EnvironmentReports,
): GroupResult | undefined {
  const describe = () => describeEnvironment(principals[0].environment, targets[0].environment);
  const scope = createScope(checker, principals[0].environment, targets[0].environment, reports, describe);
  reports.startGroup();
  const clauses = checkClauses(scope, parts.sentence);
  if (!clauses) return undefined;
  const obligations = clauses.dead ? [] : checkObligations(scope, parts.obligations, clauses.facts);
  if (!obligations) return undefined;
  const variant: RuleVariant = {
    principals: principals.map((member) => member.environment),
    targets: targets.map((member) => member.environment),
    scope: scopeExpression(scope, parts.sentence, principals[0].tests, targets[0].tests),
    clauses: clauses.typed,
    obligations,
  };
  return {
    variant,
    ...(clauses.dead && { dead: clauses.dead }),
    surprising: reports.settledWithoutGuard(),
    describe,
  };
}

function createScope(
  checker: Checker,
  principal: PrincipalEnvironment,
  target: Target,
  reports: EnvironmentReports,
  describe: () => string,
): ExpressionScope {
  const isActor = principal.role === "actor";
  const subject = isActor ? principal.other : principal.type;
  const actor = isActor ? principal.type : principal.other;
  invariant(subject !== undefined, "an actor acts for somebody");
  const action = checker.schema.actions.get(target.action);
  invariant(action, "a target names a declared action");
  return {
    checker,
    roots: {
      principal: rootOf(principal.type),
      subject: rootOf(subject),
      actor: actor === undefined ? { missing: "actor" } : rootOf(actor),
      resource: target.resource === undefined ? { missing: "resource" } : rootOf(target.resource),
      context: { type: { kind: "Record", fields: checker.schema.context, open: true } },
      args: { type: { kind: "Record", fields: action.parameters, open: action.open } },
    },
    principalIs: isActor ? "actor" : "subject",
    bindings: new Map(),
    report: reports.reportFor(describe),
    tests: reports.tests,
    size: { nodes: 0, depth: 0, variables: 0 },
    check: checkExpression,
  };
}

function rootOf(entity: string): RootType {
  return { type: entityType([entity]) };
}

function describeEnvironment(principal: PrincipalEnvironment, target: Target): string {
  const who = describePrincipal(principal);
  return target.resource === undefined
    ? `${who} to ${target.action}`
    : `${who} to ${target.action} on ${target.resource}`;
}

function describePrincipal({ type, role, other }: PrincipalEnvironment): string {
  if (role === "actor") return `${type} acting for ${other}`;
  return role === "subject" ? `${type} behind ${other}` : `${type} alone`;
}

interface CheckedClauses {
  readonly typed: readonly TypedClause[];
  readonly facts: Facts;
  readonly dead?: Clause;
}

/** Clauses are joined by `and`: what one establishes holds in the next. A clause that the types make false ends the rule there. */
function checkClauses(scope: ExpressionScope, sentence: Sentence): CheckedClauses | undefined {
  const typed: TypedClause[] = [];
  let facts = noFacts;
  let complete = true;
  for (const clause of sentence.clauses) {
    const checked = checkClause(scope, sentence, clause, facts);
    if (!checked) {
      complete = false;
      facts = lenientFacts(facts);
      continue;
    }
    const negated = clause.keyword === "unless";
    typed.push(typedClause(clause, checked));
    facts = negated ? checked.condition.whenFalse : checked.condition.whenTrue;
    if (checked.condition.truth === negated) return complete ? { typed, facts, dead: clause } : undefined;
  }
  return complete ? { typed, facts } : undefined;
}

interface CheckedClause {
  readonly condition: Checked;
  readonly remedy?: TypedRemedy;
}

function checkClause(
  scope: ExpressionScope,
  sentence: Sentence,
  clause: Clause,
  facts: Facts,
): CheckedClause | undefined {
  const call = remedyCall(scope, clause.condition);
  if (!call || clause.keyword !== "unless" || sentence.effect !== "deny") {
    const condition = checkCondition(scope, clause.condition, facts);
    return condition && { condition };
  }
  scope.checker.used.add(call.callee.text);
  const inlined = inlineCall(scope, call, facts);
  if (!inlined) return undefined;
  const values = argumentValues(scope, inlined.arguments);
  return values && { condition: inlined.body, remedy: { name: call.callee.text, arguments: values } };
}

/** What a remedy or an obligation is told. Only conditions test relations: which questions matter must not hang on what they come to. */
function argumentValues(
  scope: ExpressionScope,
  given: ReadonlyMap<string, Pick<Checked, "expression">>,
): TypedRemedy["arguments"] | undefined {
  const values = [...given].map(([name, { expression }]) => ({ name, value: expression }));
  const wrong = values.find(({ value }) => hasRelationTest(value));
  if (wrong === undefined) return values;
  scope.report(
    "POL2021",
    wrong.value.span,
    "an argument of a remedy or an obligation cannot test a relation",
    {
      help: "write a rule for each case, and test the relation in its condition",
    },
  );
  return undefined;
}

/** Its text is printed when somebody asks: most rules are never traced. */
function typedClause(clause: Clause, { condition, remedy }: CheckedClause): TypedClause {
  return {
    negated: clause.keyword === "unless",
    condition: condition.expression,
    ...(remedy && { remedy }),
    span: clause.span,
    get text() {
      return printedOnce(clause, printClause);
    },
  };
}

/** The call of a remedy that an expression is, if it is exactly that. */
export function remedyCall(
  scope: Pick<ExpressionScope, "checker">,
  node: Expression,
): CallExpression | undefined {
  if (node.kind !== "CallExpression") return undefined;
  const declaration = scope.checker.declarations.named.get(node.callee.text);
  return declaration?.kind === "RemedyDeclaration" ? node : undefined;
}

function checkObligations(
  scope: ExpressionScope,
  calls: readonly ObligationCall[],
  facts: Facts,
): readonly TypedObligation[] | undefined {
  const typed = calls.map((call) => checkObligation(scope, call, facts));
  const known = typed.filter((obligation) => obligation !== undefined);
  return known.length === typed.length ? known : undefined;
}

/** What `with` and `unless` are for is easily mixed up. */
function obligationHelp({ declarations, schema }: Checker, name: string): { help?: string } {
  return declarations.named.get(name)?.kind === "RemedyDeclaration"
    ? { help: `a remedy lifts a deny: \`unless ${name}(…)\`` }
    : { ...suggestion(name, schema.obligations.keys()), ...libraryHelp("obligation", name) };
}

function checkObligation(
  scope: ExpressionScope,
  call: ObligationCall,
  facts: Facts,
): TypedObligation | undefined {
  const { schema, declarations, used } = scope.checker;
  const obligation = schema.obligations.get(call.name.text);
  used.add(`obligation ${call.name.text}`);
  if (!obligation) {
    if (!declarations.brokenNames.has(call.name.text)) {
      scope.report(
        "POL2002",
        call.name.span,
        `there is no obligation \`${call.name.text}\``,
        obligationHelp(scope.checker, call.name.text),
      );
    }
    return undefined;
  }
  const values = checkArguments(
    scope,
    { callee: call.name, span: call.span },
    call.arguments,
    obligation.parameters,
    facts,
  );
  const told = values && argumentValues(scope, values);
  return told && { name: obligation.name, arguments: told };
}

function scopeExpression(
  scope: ExpressionScope,
  sentence: Sentence,
  principalTests: readonly ScopeTest[],
  resourceTests: readonly ScopeTest[],
): TypedExpression {
  const operands = [
    ...anyOf(scope, "principal", principalTests, sentence),
    ...anyOf(scope, "resource", resourceTests, sentence),
  ];
  return join("and", operands, sentence) ?? literal(true, boolType, sentence.span);
}

function anyOf(
  scope: ExpressionScope,
  root: "principal" | "resource",
  tests: readonly ScopeTest[],
  sentence: Sentence,
): readonly TypedExpression[] {
  const type = scope.roots[root];
  if (!("type" in type)) return [];
  const joined = join(
    "or",
    tests.map((test) => testExpression(root, type.type, test)),
    sentence,
  );
  return joined ? [joined] : [];
}

function join(
  kind: "and" | "or",
  operands: readonly TypedExpression[],
  sentence: Sentence,
): TypedExpression | undefined {
  return operands.length > 1 ? { kind, operands, type: boolType, span: sentence.span } : operands[0];
}

function testExpression(name: "principal" | "resource", type: Type, test: ScopeTest): TypedExpression {
  const { span } = test;
  const root: TypedExpression = { kind: "root", name, type, span };
  if (test.id) {
    const right: TypedExpression = {
      kind: "entity",
      entity: test.type.text,
      id: test.id.value,
      type: entityType([test.type.text]),
      span,
    };
    return { kind: "equality", negated: false, left: root, right, type: boolType, span };
  }
  invariant(test.group, "a scope test names an entity or a group");
  const entity = test.group.type.text;
  const group: TypedExpression = {
    kind: "entity",
    entity,
    id: test.group.id.value,
    type: entityType([entity]),
    span,
  };
  return { kind: "hierarchy", entity: root, group, type: boolType, span };
}

/** Says of a sentence that its types make false somewhere where; false where that is everywhere. */
function reportDead(checker: Checker, parts: SentenceParts, results: readonly GroupResult[]): boolean {
  const dead = results.filter((result) => result.dead);
  const [first] = dead;
  if (!first?.dead) return true;
  if (dead.length === results.length) {
    checker.report("POL2015", first.dead.span, `this ${parts.noun} can never match`, {
      label: "this clause is false by its types",
      help: "a rule that never matches protects nothing: correct the clause or remove the rule",
    });
    return false;
  }
  const surprising = dead.filter((result) => result.surprising);
  const [example] = surprising;
  if (!example?.dead) return true;
  const more = surprising.length > 1 ? ` and ${surprising.length - 1} more` : "";
  checker.report(
    "POL2016",
    example.dead.span,
    `this ${parts.noun} can never match for ${example.describe()}${more}`,
    {
      label: "this clause is false there by its types",
      help: "limit the rule to where it can match, or test the type with `is`",
    },
  );
  return true;
}
