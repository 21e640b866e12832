import type { PolicySet, PrincipalEnvironment, RuleVariant } from "../check/typed-policy-set.js";
import type { BodySource, PlacedVariant } from "./bodies.js";
import type { Environment, PrincipalInScope, RequestNeeds, Scope } from "./decision-graph.js";
import { addNeed, emptyNeed, needsOf, type RootNeeds } from "./needs.js";

/** Every kind of request, and the scopes that decide them. */
export function buildEnvironments(
  policySet: PolicySet,
  bodyOf: BodySource["bodyOf"],
): { readonly scopes: readonly Scope[]; readonly environments: readonly Environment[] } {
  const variants = indexVariants(policySet);
  const scopes = createScopes(bodyOf);
  const unite = createNeedsUnion();
  const pairs = principalPairs(policySet);
  const environments: Environment[] = [];
  for (const action of policySet.actions.values()) {
    for (const resource of action.resources ?? [undefined]) {
      const target = targetKey(action.name, resource);
      const inScope = (principal: PrincipalEnvironment): PrincipalInScope => {
        const placed = variants.get(environmentKey(principal, target)) ?? [];
        return { type: principal.type, scope: scopes.scopeOf(placed, { principal, resource }) };
      };
      for (const pair of pairs) {
        const subject = inScope(pair.subject);
        const actor = pair.actor === undefined ? undefined : inScope(pair.actor);
        environments.push({
          action: action.name,
          resource,
          subject,
          actor,
          needs: unite(subject.scope, actor?.scope),
        });
      }
    }
  }
  return { scopes: scopes.all, environments };
}

/** The principals of one kind of request, as each sees it. */
interface PrincipalPair {
  readonly subject: PrincipalEnvironment;
  readonly actor: PrincipalEnvironment | undefined;
}

/** Each principal alone, and each with every actor that may act for it. */
function principalPairs({ entities }: PolicySet): readonly PrincipalPair[] {
  const principals = [...entities.values()].filter((entity) => entity.principal);
  return principals.flatMap(({ name: type }) => {
    const actors = principals.filter((entity) => entity.actingFor.includes(type));
    const pairs = actors.map(
      ({ name }): PrincipalPair => ({
        subject: { type, role: "subject", other: name },
        actor: { type: name, role: "actor", other: type },
      }),
    );
    return [{ subject: { type, role: "alone" }, actor: undefined }, ...pairs];
  });
}

/** The variants of each environment, in the order of their rules. */
function indexVariants({ rules }: PolicySet): ReadonlyMap<string, readonly PlacedVariant[]> {
  const index = new Map<string, PlacedVariant[]>();
  rules.forEach((rule, ruleIndex) => {
    for (const variant of rule.variants) {
      const placed = { rule, ruleIndex, variant };
      for (const key of environmentKeys(variant)) {
        const known = index.get(key);
        if (known === undefined) index.set(key, [placed]);
        else known.push(placed);
      }
    }
  });
  return index;
}

/** The keys of all environments that a variant is typed in. */
export function environmentKeys({ principals, targets }: RuleVariant): readonly string[] {
  const keys = targets.map(({ action, resource }) => targetKey(action, resource));
  return principals.flatMap((principal) => keys.map((key) => environmentKey(principal, key)));
}

/** Names of types have no spaces, and an action's name is last. */
export function targetKey(action: string, resource: string | undefined): string {
  return `${resource ?? ""} ${action}`;
}

/** One key for each principal's side of an environment. */
export function environmentKey({ type, role, other }: PrincipalEnvironment, target: string): string {
  return `${type} ${role} ${other ?? ""} ${target}`;
}

interface ScopeSource {
  readonly all: readonly Scope[];
  scopeOf(placed: readonly PlacedVariant[], facts: Parameters<BodySource["bodyOf"]>[1]): Scope;
}

/** Scopes by their rules: principals on which the same rules speak in the same words share one. */
function createScopes(bodyOf: BodySource["bodyOf"]): ScopeSource {
  const all: Scope[] = [];
  const known = new Map<string, Scope>();
  const variantNeeds = new Map<RuleVariant, RootNeeds>();
  const variantIds = new Map<RuleVariant, number>();
  const needs = (variant: RuleVariant): RootNeeds => {
    const result = variantNeeds.get(variant) ?? needsOf(variant);
    variantNeeds.set(variant, result);
    return result;
  };
  const idOf = (variant: RuleVariant): number => {
    const id = variantIds.get(variant) ?? variantIds.size;
    variantIds.set(variant, id);
    return id;
  };
  return {
    all,
    scopeOf(placed, facts) {
      const self = facts.principal.role === "actor" ? "actor" : "subject";
      const bodies = placed.map((each) => bodyOf(each, facts));
      const key = `${self} ${placed.map(({ variant }) => idOf(variant)).join()} ${bodies.map(({ id }) => id).join()}`;
      const existing = known.get(key);
      if (existing !== undefined) return existing;
      const matching = bodies.filter(({ condition }) => condition.kind !== "settled" || condition.value);
      const scope: Scope = {
        id: all.length,
        denies: matching.filter(({ rule }) => rule.effect === "deny"),
        allows: matching.filter(({ rule }) => rule.effect === "allow"),
        obliges: matching.filter(({ rule }) => rule.effect === "oblige"),
        needs: unionOf(placed.flatMap(({ variant }) => inRequest(needs(variant), self))),
      };
      all.push(scope);
      known.set(key, scope);
      return scope;
    },
  };
}

/** What `principal` reads is read of the subject or of the actor. */
export function inRequest(
  { principal, ...needs }: RootNeeds,
  self: "subject" | "actor",
): readonly RequestNeeds[] {
  return [needs, { ...noNeeds, [self]: principal }];
}

const nothing = emptyNeed();
const noNeeds: RequestNeeds = {
  subject: nothing,
  actor: nothing,
  resource: nothing,
  context: nothing,
  args: nothing,
};

/** All that one of them needs. */
export function unionOf(all: readonly RequestNeeds[]): RequestNeeds {
  const union = {
    subject: emptyNeed(),
    actor: emptyNeed(),
    resource: emptyNeed(),
    context: emptyNeed(),
    args: emptyNeed(),
  };
  for (const { subject, actor, resource, context, args } of all) {
    addNeed(union.subject, subject);
    addNeed(union.actor, actor);
    addNeed(union.resource, resource);
    addNeed(union.context, context);
    addNeed(union.args, args);
  }
  return union;
}

/** The union over a request's principals, computed once for each two scopes. */
function createNeedsUnion(): (subject: Scope, actor: Scope | undefined) => RequestNeeds {
  const known = new Map<string, RequestNeeds>();
  return (subject, actor) => {
    if (actor === undefined) return subject.needs;
    const key = `${subject.id} ${actor.id}`;
    const needs = known.get(key) ?? unionOf([subject.needs, actor.needs]);
    known.set(key, needs);
    return needs;
  };
}
