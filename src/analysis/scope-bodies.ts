import type { TypedRule } from "../check/typed-policy-set.js";
import type { RuleBody, Scope } from "../ir/decision-graph.js";

/** What a rule, by its place in the policy set, comes to in a scope; undefined where it can match no request there. */
export function bodyInScope(
  { allows, denies, obliges }: Scope,
  { effect }: TypedRule,
  ruleIndex: number,
): RuleBody | undefined {
  const bodies = { allow: allows, deny: denies, oblige: obliges }[effect];
  // In the order of their rules: a scope has hundreds, and few are ever asked for.
  let [start, end] = [0, bodies.length];
  while (start < end) {
    const middle = (start + end) >> 1;
    if ((bodies[middle]?.ruleIndex ?? 0) < ruleIndex) start = middle + 1;
    else end = middle;
  }
  const body = bodies[start];
  return body?.ruleIndex === ruleIndex ? body : undefined;
}
