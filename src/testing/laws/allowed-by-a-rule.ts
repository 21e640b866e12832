import type { Decision, PrincipalRole } from "../../runtime/decision.js";
import type { JsonObject } from "../../util/json-object.js";
import type { Law, LawSubject, LawViolation } from "../law.js";
import { observe } from "../observe.js";

/**
 * A decision that allows names its reasons, and they are reasons: for each principal at least one rule, each of them an allow
 * that matches this principal. The audit record says so; a wrong reason in it is worse than none.
 */
export const allowedByARule: Law = {
  name: "allowed-by-a-rule",
  statement: "What is allowed names for each principal an allow, and each that it names matches.",
  check(subject, request) {
    const { generated } = observe(subject, request);
    if (!generated.decision) return undefined;
    const roles: readonly PrincipalRole[] = request.actor === undefined ? ["subject"] : ["subject", "actor"];
    for (const role of roles) {
      const violation = wrongReason(subject, request, generated, role);
      if (violation !== undefined) return violation;
    }
    return undefined;
  },
};

function wrongReason(
  subject: LawSubject,
  request: JsonObject,
  generated: Decision,
  role: PrincipalRole,
): LawViolation | undefined {
  const named = generated[role]?.rules ?? [];
  const matching = observe(subject, request).outcomes.flatMap(({ rule, principal, matches }) =>
    principal === role && rule.effect === "allow" && matches ? [rule.id] : [],
  );
  if (named.length > 0 && named.every((id) => matching.includes(id))) return undefined;
  const message = `allowed, and what is named for the ${role} does not allow it`;
  return { message, expected: matching, actual: named, request };
}
