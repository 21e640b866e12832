import type { PolicySet, PrincipalEnvironment } from "../check/typed-policy-set.js";
import type { BodySource } from "./bodies.js";
import type { Environment, PrincipalInScope, Scope } from "./decision-graph.js";
import { placeVariants } from "./place-variants.js";
import { createScopeSource } from "./scopes.js";
import type { NeedsSource } from "./unite-needs.js";

/** Every kind of request, and the scopes that decide them. */
export function buildEnvironments(
  policySet: PolicySet,
  bodyOf: BodySource["bodyOf"],
  needs: NeedsSource,
  before?: readonly Scope[],
): { readonly scopes: readonly Scope[]; readonly environments: readonly Environment[] } {
  const variantsIn = placeVariants(policySet);
  const scopes = createScopeSource(bodyOf, needs, before);
  const pairs = principalPairs(policySet);
  const environments: Environment[] = [];
  for (const { name: action, resources = [undefined] } of policySet.actions.values()) {
    for (const resource of resources) {
      const target = { action, ...(resource !== undefined && { resource }) };
      const inScope = (principal: PrincipalEnvironment): PrincipalInScope => {
        const scope = scopes.scopeOf(variantsIn(principal, target), { principal, resource });
        return { type: principal.type, scope };
      };
      for (const pair of pairs) {
        const subject = inScope(pair.subject);
        const actor = pair.actor === undefined ? undefined : inScope(pair.actor);
        const both = subject.scope.needs;
        environments.push({
          action,
          resource,
          subject,
          actor,
          needs: actor === undefined ? both : needs.bothOf(both, actor.scope.needs),
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
