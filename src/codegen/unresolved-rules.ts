import { testsRelations } from "../check/tests-relations.js";
import type { Environment, RuleBody, Scope } from "../ir/decision-graph.js";

/** Whether a rule can be unresolved: it tests relations, and can be an error. */
export function mayBeUnresolved({ rule, condition }: RuleBody): boolean {
  return condition.canErr && testsRelations(rule);
}

/** Whether a rule on one of an environment's principals can be. */
export function hasUnresolvable({ subject, actor }: Environment): boolean {
  return isOpen(subject.scope) || (actor !== undefined && isOpen(actor.scope));
}

function isOpen(scope: Scope): boolean {
  const known =
    openScopes.get(scope) ??
    [scope.denies, scope.allows, scope.obliges].some((bodies) => bodies.some(mayBeUnresolved));
  openScopes.set(scope, known);
  return known;
}

const openScopes = new WeakMap<Scope, boolean>();
