import type { PrincipalEnvironment, RuleVariant, TypedRule } from "../check/typed-policy-set.js";
import type { PrincipalRole } from "../runtime/decision.js";
import { createBodySource } from "./bodies.js";
import type { DecisionGraph, Environment, RuleBody } from "./decision-graph.js";
import { environmentKey, environmentKeys, targetKey } from "./place-variants.js";
import { needsWith } from "./unite-needs.js";

/** What a rule beside a policy set comes to for one principal of a kind of request. */
export interface BesideBody {
  readonly body: RuleBody;
  /** The kind of request, which now needs what the rule reads as well. */
  readonly environment: Environment;
}

/** Gives what a rule comes to for a principal of one of the graph's environments; undefined where the rule does not speak of it. */
export type BesideSource = (environment: Environment, role: PrincipalRole) => BesideBody | undefined;

/**
 * Lowers a rule that is not in the policy set, over the graph's own table: what both say in the same words are the same nodes. The
 * graph stays as it is.
 */
export function lowerBeside({ table, policySet }: DecisionGraph, rule: TypedRule): BesideSource {
  const bodies = createBodySource(table);
  const variants = new Map(rule.variants.flatMap((variant) => keysOf(variant)));
  return (environment, role) => {
    const { action, resource } = environment;
    const principal = principalOf(environment, role);
    const variant = principal && variants.get(environmentKey(principal, targetKey(action, resource)));
    if (principal === undefined || variant === undefined) return undefined;
    const placed = {
      rule,
      ruleIndex: policySet.rules.length,
      variant,
      number: rule.variants.indexOf(variant),
    };
    const needs = needsWith(environment.needs, variant, role);
    return {
      body: bodies.bodyOf(placed, { principal, resource }),
      environment: { ...environment, needs },
    };
  };
}

function keysOf(variant: RuleVariant): readonly (readonly [string, RuleVariant])[] {
  return environmentKeys(variant).map((key) => [key, variant]);
}

/** A principal's side of an environment; undefined for the actor where there is none. */
export function principalOf(
  { subject, actor }: Environment,
  role: PrincipalRole,
): PrincipalEnvironment | undefined {
  if (role === "actor") return actor && { type: actor.type, role: "actor", other: subject.type };
  return actor === undefined
    ? { type: subject.type, role: "alone" }
    : { type: subject.type, role: "subject", other: actor.type };
}
