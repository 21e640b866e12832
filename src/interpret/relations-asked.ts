import { hasRelationTest } from "../check/tests-relations.js";
import { childrenOf } from "../check/typed-children.js";
import type { TypedExpression } from "../check/typed-expression.js";
import type { PolicySet } from "../check/typed-policy-set.js";
import type { RelationQuestion } from "../runtime/decision.js";
import { principalsOf, rulesInScope } from "./environment.js";
import type { Scope } from "./evaluate.js";
import { isRead } from "./interpret.js";
import { readRequest } from "./read-request.js";
import { questionAt, scopesOfElements } from "./relation-questions.js";

/**
 * Every question that a rule in scope asks of a request, whether or not its answer can matter: in the order of the rules, each once. None
 * for an invalid request.
 */
export function relationsAsked(policySet: PolicySet, request: unknown): readonly RelationQuestion[] {
  const read = readRequest(policySet, request);
  if (!isRead(read)) return [];
  const questions = principalsOf(read.types).flatMap(({ role, environment }) =>
    rulesInScope(policySet, environment, read.types.target).flatMap(({ variant }) => {
      const scope: Scope = { request: read, principal: role, variables: new Map() };
      return variant.clauses.flatMap(({ condition }) => asked(condition, scope));
    }),
  );
  return [...new Map(questions.map((question) => [JSON.stringify(question), question])).values()];
}

function asked(expression: TypedExpression, scope: Scope): readonly RelationQuestion[] {
  if (!hasRelationTest(expression)) return [];
  switch (expression.kind) {
    case "related":
      return questionAt(expression, scope);
    case "any":
    case "all":
      return scopesOfElements(expression, scope).flatMap((inner) => asked(expression.body, inner));
    default:
      return childrenOf(expression).flatMap((child) => asked(child, scope));
  }
}
