import { hasRelationTest } from "../check/tests-relations.js";
import { childrenOf } from "../check/typed-children.js";
import type { TypedExpression } from "../check/typed-expression.js";
import type { PolicySet } from "../check/typed-policy-set.js";
import type { RelationQuestion } from "../runtime/decision.js";
import { questionOf } from "./answers.js";
import { principalsOf, rulesInScope } from "./environment.js";
import { evaluate, type Scope } from "./evaluate.js";
import { isRead } from "./interpret.js";
import { readRequest } from "./read-request.js";
import {
  absent,
  type EntityValue,
  failure,
  isEntityValue,
  isListValue,
  isMapValue,
  type Result,
  type Value,
} from "./value.js";

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
    case "related": {
      const subject = evaluate(expression.subject, scope);
      const object = evaluate(expression.object, scope);
      if (!isEntity(subject) || !isEntity(object)) return [];
      const question = questionOf(expression.relation, subject, object);
      return question === undefined ? [] : [question];
    }
    case "any":
    case "all":
      return elementsOf(evaluate(expression.collection, scope)).flatMap((element) =>
        asked(expression.body, {
          ...scope,
          variables: new Map(scope.variables).set(expression.variable.id, element),
        }),
      );
    default:
      return childrenOf(expression).flatMap((child) => asked(child, scope));
  }
}

/** Of what is not there, or cannot be calculated, nothing is asked. */
function isEntity(result: Result): result is EntityValue {
  return result !== absent && result !== failure && isEntityValue(result);
}

function elementsOf(result: Result): readonly Value[] {
  if (result === absent || result === failure) return [];
  if (isMapValue(result)) return [...result.keys()];
  return isListValue(result) ? result : [];
}
