import type { RelatedExpression, TypedQuantifierExpression } from "../check/typed-expression.js";
import type { RelationQuestion } from "../runtime/decision.js";
import { questionOf } from "./answers.js";
import { evaluate, type Scope } from "./evaluate.js";
import { absent, failure, isEntityValue, isListValue, isMapValue, type Value } from "./value.js";

/** What a relation test asks. Of an entity that is not there nothing is asked: something to the left has made it irrelevant. */
export function questionAt(
  { relation, subject, object }: RelatedExpression,
  scope: Scope,
): readonly RelationQuestion[] {
  const one = evaluate(subject, scope);
  const other = evaluate(object, scope);
  if (one === absent || one === failure || other === absent || other === failure) return [];
  if (!isEntityValue(one) || !isEntityValue(other)) return [];
  return [questionOf(relation, one, other)].filter((question) => question !== undefined);
}

/** A scope for each element of what a quantifier goes over, or for each key of a map; none where that is not there or an error. */
export function scopesOfElements(
  { variable, collection }: TypedQuantifierExpression,
  scope: Scope,
): readonly Scope[] {
  const elements = evaluate(collection, scope);
  if (elements === absent || elements === failure) return [];
  return elementsOf(elements).map((element) => ({
    ...scope,
    variables: new Map(scope.variables).set(variable.id, element),
  }));
}

function elementsOf(collection: Value): readonly Value[] {
  if (isMapValue(collection)) return [...collection.keys()];
  return isListValue(collection) ? collection : [];
}
