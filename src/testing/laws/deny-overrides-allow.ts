import { isUnresolved } from "../../interpret/unresolved.js";
import type { Decision } from "../../runtime/decision.js";
import type { Law, LawSubject } from "../law.js";
import { observe } from "../observe.js";

/**
 * Where a deny matches, the request is denied by a rule, whatever else matches: for each principal, and also where the deny's
 * condition is an error. Which denies match is the interpreter's to say; one that the module itself names counts as well. A deny that matches
 * since nobody answered what it asks is not named where the request is denied without it.
 */
export const denyOverridesAllow: Law = {
  name: "deny-overrides-allow",
  statement: "Where a deny matches, the request is denied, whatever else matches.",
  check(subject, request) {
    const { outcomes, generated } = observe(subject, request);
    const matching = outcomes.filter(
      (outcome) =>
        outcome.rule.effect === "deny" && outcome.matches && (generated.decision || !isUnresolved(outcome)),
    );
    const denies = new Set([...matching.map(({ rule }) => rule.id), ...namedDenies(subject, generated)]);
    const [deny] = denies;
    if (deny === undefined || (!generated.decision && generated.reason === "denied_by_rule"))
      return undefined;
    return {
      message: `the deny \`${deny}\` matches, and the request is not denied by it`,
      expected: "denied_by_rule",
      actual: generated.reason,
      request,
    };
  },
};

function namedDenies({ policySet }: LawSubject, { subject, actor }: Decision): readonly string[] {
  const named = [...(subject?.rules ?? []), ...(actor?.rules ?? [])];
  return named.filter((id) => policySet.rules.some((rule) => rule.id === id && rule.effect === "deny"));
}
