import type { PolicySet, RuleVariant } from "../../check/typed-policy-set.js";

/** What decides requests for some of the actions as the whole policy set does. */
export function restrictToActions(policySet: PolicySet, names: readonly string[]): PolicySet {
  const actions = new Set(names);
  const speaks = (sentence: Sentence): boolean =>
    sentence.variants.some(({ targets }) => targets.some(({ action }) => actions.has(action)));
  return {
    ...policySet,
    actions: new Map([...policySet.actions].filter(([name]) => actions.has(name))),
    rules: policySet.rules.filter(speaks),
    assertions: policySet.assertions.filter(speaks),
  };
}

/** The actions on which rules speak that are not the same in both, sorted. */
export function changedActions(older: PolicySet, newer: PolicySet): readonly string[] {
  const [before, after] = [new Set(older.rules), new Set(newer.rules)];
  const changed = [
    ...older.rules.filter((rule) => !after.has(rule)),
    ...newer.rules.filter((rule) => !before.has(rule)),
  ];
  return [...new Set(changed.flatMap(actionsOf))].sort();
}

/** A rule or an assertion. */
interface Sentence {
  readonly variants: readonly RuleVariant[];
}

function actionsOf({ variants }: Sentence): readonly string[] {
  return variants.flatMap(({ targets }) => targets.map(({ action }) => action));
}
