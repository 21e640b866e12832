import type {
  PolicySet,
  PrincipalEnvironment,
  RuleVariant,
  Target,
  TypedRule,
} from "../check/typed-policy-set.js";
import type { PrincipalRole } from "../runtime/decision.js";

/** The types of a request: who asks, for whom, and what is asked for. */
export interface RequestTypes {
  readonly subject: string;
  readonly actor: string | undefined;
  readonly target: Target;
}

/** One of a request's principals, and its side of the environment. */
export interface RequestPrincipal {
  readonly role: PrincipalRole;
  readonly environment: PrincipalEnvironment;
}

/** The principals of a request, each to be decided by itself: the subject, then the actor if there is one. */
export function principalsOf({ subject, actor }: RequestTypes): readonly RequestPrincipal[] {
  if (actor === undefined) return [{ role: "subject", environment: { type: subject, role: "alone" } }];
  return [
    { role: "subject", environment: { type: subject, role: "subject", other: actor } },
    { role: "actor", environment: { type: actor, role: "actor", other: subject } },
  ];
}

/** A rule as it is typed for one principal. */
export interface RuleInScope {
  readonly rule: TypedRule;
  readonly variant: RuleVariant;
}

const known = new WeakMap<PolicySet, Map<string, readonly RuleInScope[]>>();

/** The rules whose types and action fit, by id; ids and groups are ignored. Found once for each kind of request. */
export function rulesInScope(
  policySet: PolicySet,
  principal: PrincipalEnvironment,
  target: Target,
): readonly RuleInScope[] {
  const scopes = known.get(policySet) ?? new Map<string, readonly RuleInScope[]>();
  known.set(policySet, scopes);
  const key = JSON.stringify([
    principal.type,
    principal.role,
    principal.other,
    target.action,
    target.resource,
  ]);
  const scope = scopes.get(key) ?? findRulesInScope(policySet, principal, target);
  scopes.set(key, scope);
  return scope;
}

function findRulesInScope(
  policySet: PolicySet,
  principal: PrincipalEnvironment,
  target: Target,
): readonly RuleInScope[] {
  return policySet.rules.flatMap((rule) => {
    const variant = rule.variants.find((candidate) => covers(candidate, principal, target));
    return variant === undefined ? [] : [{ rule, variant }];
  });
}

function covers(variant: RuleVariant, principal: PrincipalEnvironment, target: Target): boolean {
  return (
    variant.principals.some(
      ({ type, role, other }) =>
        type === principal.type && role === principal.role && other === principal.other,
    ) &&
    variant.targets.some(({ action, resource }) => action === target.action && resource === target.resource)
  );
}
