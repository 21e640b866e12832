import type { ReportedRemedy } from "../runtime/decision.js";
import { matching, type RuleOutcome } from "./decide-principal.js";
import { evaluateArguments } from "./json-form.js";
import { byRule } from "./order.js";
import type { ReadRequest } from "./read-request.js";
import { failure } from "./value.js";

/**
 * What would lift a denial: the remedies of all denies that matched. None unless that would be enough: each principal has an allow
 * that matches, and each of these denies has a remedy and did not match by an error.
 */
export function collectRemedies(
  request: ReadRequest,
  principals: readonly (readonly RuleOutcome[])[],
): readonly ReportedRemedy[] {
  const denies = principals.flatMap((outcomes) => matching(outcomes, "deny")).sort(byRule);
  const allowed = principals.every((outcomes) => matching(outcomes, "allow").length > 0);
  if (!allowed || !denies.every(canBeLifted)) return [];
  const remedies = denies.flatMap((deny) => remediesOf(deny, request));
  const known = remedies.filter((remedy) => remedy !== failure);
  return known.length === remedies.length ? known : [];
}

function canBeLifted({ outcome, variant }: RuleOutcome): boolean {
  return outcome === true && variant.clauses.some(({ remedy }) => remedy !== undefined);
}

function remediesOf(deny: RuleOutcome, request: ReadRequest): readonly (ReportedRemedy | typeof failure)[] {
  const scope = { request, principal: deny.principal, variables: new Map() };
  return deny.variant.clauses.flatMap(({ remedy }): (ReportedRemedy | typeof failure)[] => {
    if (remedy === undefined) return [];
    const values = evaluateArguments(remedy.arguments, scope);
    if (values === failure) return [failure];
    return [{ rule: deny.rule.id, principal: deny.principal, name: remedy.name, arguments: values }];
  });
}
