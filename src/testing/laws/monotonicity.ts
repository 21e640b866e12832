import type { PolicySet, TypedRule } from "../../check/typed-policy-set.js";
import { type Change, changedBuilds, dealt } from "../changed-builds.js";
import type { Law, LawSubject } from "../law.js";
import { observe } from "../observe.js";

/**
 * More denies or fewer allows never allow more: a request that is valid before and after the change and denied before it, is denied after
 * it. Changed are the rules of the policy set itself: groups of its allows are taken away, and what its other rules say is denied.
 */
export const monotonicity: Law = {
  name: "monotonicity",
  statement: "A deny added or an allow removed never allows a request that was valid and denied.",
  check(subject, request) {
    const { generated } = observe(subject, request);
    if (generated.decision || generated.problems.length > 0) return undefined;
    const changed = restrictedBuilds(subject).find(({ module }) => module.allows(request));
    if (changed === undefined) return undefined;
    return {
      message: `denied, but allowed with ${changed.description}`,
      expected: false,
      actual: true,
      request,
    };
  },
};

/** Few enough for the time they take to build, and every rule is in one. */
const groupsOfRules = 3;

const restrictedBuilds = changedBuilds(({ policySet }: LawSubject): readonly Change[] => {
  const { rules } = policySet;
  const allows = rules.filter(({ effect }) => effect === "allow");
  const dropped = dealt(allows, groupsOfRules);
  const restricted = dealt(rules, groupsOfRules).map((denied, index): Change => {
    const fewer = dropped[(index + 1) % dropped.length] ?? [];
    const kept = rules.filter((rule) => !fewer.includes(rule));
    return {
      description: `${idsOf(fewer)} left out and what is in ${idsOf(denied)} denied`,
      policySet: withRules(policySet, [...kept, ...denied.map(asDeny)]),
    };
  });
  const others = rules.filter(({ effect }) => effect !== "allow");
  return [{ description: "all allows left out", policySet: withRules(policySet, others) }, ...restricted];
});

function withRules(policySet: PolicySet, rules: readonly TypedRule[]): PolicySet {
  const sorted = [...rules].sort((left, right) => (left.id < right.id ? -1 : 1));
  return { ...policySet, rules: sorted };
}

/** The same sentence as a deny. Its name sorts apart, so that the other rules are counted in another way than before. */
function asDeny(rule: TypedRule): TypedRule {
  const name = `a_deny_of_${rule.name}`;
  return {
    ...rule,
    id: `${rule.policy}.${name}`,
    name,
    effect: "deny",
    because: undefined,
    variants: rule.variants.map((variant) => ({ ...variant, obligations: [] })),
  };
}

function idsOf(rules: readonly TypedRule[]): string {
  if (rules.length === 0) return "nothing";
  const shown = rules.slice(0, 3).map(({ id }) => `\`${id}\``);
  return rules.length > 3 ? `${shown.join(", ")} and ${rules.length - 3} more` : shown.join(", ");
}
