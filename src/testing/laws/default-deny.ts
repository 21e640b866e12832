import type { Law } from "../law.js";
import { observe } from "../observe.js";

/**
 * What no rule allows is denied: where a principal of the request has no allow that matches, or the request is not valid, the
 * request is not allowed. Nothing has to be forbidden to be so.
 */
export const defaultDeny: Law = {
  name: "default-deny",
  statement: "What no allow speaks for is denied, and so is every invalid request.",
  check(subject, request) {
    const { interpreted, outcomes, generated } = observe(subject, request);
    if (!generated.decision && !subject.module.allows(request)) return undefined;
    if (interpreted.problems.length > 0) {
      return { message: "an invalid request is allowed", expected: false, actual: true, request };
    }
    const roles = request.actor === undefined ? (["subject"] as const) : (["subject", "actor"] as const);
    const alone = roles.find(
      (role) =>
        !outcomes.some(
          ({ rule, principal, matches }) => principal === role && rule.effect === "allow" && matches,
        ),
    );
    return (
      alone && {
        message: `allowed, and no allow matches the ${alone}`,
        expected: false,
        actual: true,
        request,
      }
    );
  },
};
