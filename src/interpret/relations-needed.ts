import { hasRelationTest } from "../check/tests-relations.js";
import { childrenOf } from "../check/typed-children.js";
import type {
  LogicalExpression,
  TypedConditionalExpression,
  TypedExpression,
} from "../check/typed-expression.js";
import type { PolicySet } from "../check/typed-policy-set.js";
import type { RelationQuestion } from "../runtime/decision.js";
import { evaluateRules, type RuleOutcome } from "./decide-principal.js";
import { principalsOf } from "./environment.js";
import { evaluateTruth, type Scope } from "./evaluate.js";
import { isRead } from "./interpret.js";
import { compareText } from "./order.js";
import { type ReadRequest, readRequest } from "./read-request.js";
import { questionAt, scopesOfElements } from "./relation-questions.js";
import { isUnresolved, reportedOutcomes } from "./unresolved.js";
import { failure } from "./value.js";

/**
 * What has to be known of relations to decide a request: the questions of the rules that are unresolved without answers and can still
 * matter. Sorted, each once; none for an invalid request. With the answers to just these the decision is what it is with all.
 */
export function relationsNeeded(policySet: PolicySet, request: unknown): readonly RelationQuestion[] {
  const read = readRequest(policySet, request, []);
  if (!isRead(read)) return [];
  const principals = principalsOf(read.types).map((principal) => evaluateRules(policySet, read, principal));
  const questions = reportedOutcomes(read, principals)
    .flat()
    .filter(isUnresolved)
    .flatMap((outcome) => questionsOfRule(outcome, read));
  const distinct = new Map(questions.map((question) => [JSON.stringify(sortKey(question)), question]));
  return [...distinct.values()].sort(compareQuestions);
}

function compareQuestions(left: RelationQuestion, right: RelationQuestion): number {
  const [one, other] = [sortKey(left), sortKey(right)];
  return one.reduce((sofar, part, index) => sofar || compareText(part, other[index] ?? ""), 0);
}

/** The object first, so that what is asked of one thing stands together. */
function sortKey({ subject, relation, object }: RelationQuestion): readonly string[] {
  return [object.type, object.id, relation, subject.type, subject.id];
}

function questionsOfRule(
  { variant, principal }: RuleOutcome,
  request: ReadRequest,
): readonly RelationQuestion[] {
  const scope = { request, principal, variables: new Map() };
  const condition: LogicalExpression = {
    kind: "and",
    operands: [variant.scope, ...variant.clauses.map(conditionOf)],
    type: variant.scope.type,
    span: variant.scope.span,
  };
  return questionsIn(condition, scope);
}

function conditionOf({ negated, condition }: RuleOutcome["variant"]["clauses"][number]): TypedExpression {
  const { type, span } = condition;
  return negated ? { kind: "not", operand: condition, type, span } : condition;
}

/** The questions whose answers what an expression comes to may hang on. */
function questionsIn(expression: TypedExpression, scope: Scope): readonly RelationQuestion[] {
  if (!hasRelationTest(expression)) return [];
  switch (expression.kind) {
    case "related":
      return questionAt(expression, scope);
    case "and":
    case "or":
      return questionsInJunction(expression, scope);
    case "if":
      return questionsInConditional(expression, scope);
    case "any":
    case "all":
      return scopesOfElements(expression, scope).flatMap((inner) => questionsIn(expression.body, inner));
    default:
      return childrenOf(expression).flatMap((operand) => questionsIn(operand, scope));
  }
}

/** None where an operand settles it, without any answer. */
function questionsInJunction(
  { kind, operands }: LogicalExpression,
  scope: Scope,
): readonly RelationQuestion[] {
  const isSettled = operands.some((operand) => evaluateTruth(operand, scope) === (kind === "or"));
  return isSettled ? [] : operands.flatMap((operand) => questionsIn(operand, scope));
}

/** Of the branch that is taken; of both where nobody knows yet. */
function questionsInConditional(
  { condition, consequent, alternate }: TypedConditionalExpression,
  scope: Scope,
): readonly RelationQuestion[] {
  const truth = evaluateTruth(condition, scope);
  if (truth === failure && !hasRelationTest(condition)) return [];
  const branches = truth === failure ? [consequent, alternate] : [truth ? consequent : alternate];
  return [condition, ...branches].flatMap((operand) => questionsIn(operand, scope));
}
