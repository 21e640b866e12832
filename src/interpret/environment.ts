import type {
  PolicySet,
  PrincipalEnvironment,
  RuleVariant,
  Target,
  TypedRule,
} from "../check/typed-policy-set.js";
import type { PrincipalRole } from "../runtime/decision.js";
import { rememberedOf } from "../util/remembered.js";

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
  const inScope: RuleInScope[] = [];
  for (const rule of policySet.rules) {
    const variant = rule.variants.find((candidate) => covers(candidate, principal, target));
    if (variant !== undefined) inScope.push({ rule, variant });
  }
  return inScope;
}

function covers(variant: RuleVariant, principal: PrincipalEnvironment, target: Target): boolean {
  return (
    variant.principals.some(
      ({ type, role, other }) =>
        type === principal.type && role === principal.role && other === principal.other,
    ) && resourcesByAction(variant.targets).get(target.action)?.has(target.resource) === true
  );
}

/** A rule on a tag is typed for hundreds of actions, and looked for at each. */
const resourcesByAction = rememberedOf((targets: readonly Target[]) => {
  const byAction = new Map<string, Set<string | undefined>>();
  for (const { action, resource } of targets) {
    const resources = byAction.get(action) ?? new Set<string | undefined>();
    byAction.set(action, resources.add(resource));
  }
  return byAction;
});
