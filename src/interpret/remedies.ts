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
  const remedies = denies.map((deny) => liftingRemedies(deny, request));
  const known = remedies.filter((each) => each !== undefined);
  return allowed && known.length === remedies.length ? known.flat() : [];
}

/** What would lift a deny that matched; undefined where nothing would. */
export function liftingRemedies(
  { rule, variant, principal, outcome }: RuleOutcome,
  request: ReadRequest,
): readonly ReportedRemedy[] | undefined {
  const remedies = variant.clauses.flatMap(({ remedy }) => remedy ?? []);
  if (outcome !== true || remedies.length === 0) return undefined;
  const scope = { request, principal, variables: new Map() };
  const reported = remedies.map((remedy): ReportedRemedy | undefined => {
    const values = evaluateArguments(remedy.arguments, scope);
    return values === failure
      ? undefined
      : { rule: rule.id, principal, name: remedy.name, arguments: values };
  });
  const known = reported.filter((remedy) => remedy !== undefined);
  return known.length === reported.length ? known : undefined;
}
