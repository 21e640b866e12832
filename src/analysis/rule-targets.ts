import type { TypedRule } from "../check/typed-policy-set.js";
import { targetKey } from "../ir/place-variants.js";
import { contentOf } from "../source/moved.js";
import { rememberedOf } from "../util/remembered.js";

/** The actions and types of resource that a rule is about, as keys. The next version's rules are mostly these. */
export function ruleTargets(rule: TypedRule): ReadonlySet<string> {
  return targetsOf(contentOf(rule).variants);
}

const targetsOf = rememberedOf((variants: TypedRule["variants"]): ReadonlySet<string> => {
  const all = variants.flatMap(({ targets }) => targets);
  return new Set(all.map(({ action, resource }) => targetKey(action, resource)));
});
