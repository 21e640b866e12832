import { createHash } from "node:crypto";
import type { PolicySet, RuleVariant } from "../../check/typed-policy-set.js";
import { parse } from "../../syntax/parse.js";
import { print, printRule } from "../../syntax/print.js";
import { actionOf } from "../../testing/mutants/judge-mutants.js";
import type { Mutant } from "../../testing/mutants/mutant.js";
import type { MutationTask } from "../../testing/mutants/mutation-run.js";
import { withoutPolicies } from "../../testing/mutants/without-policies.js";
import { canonicalJson } from "../../util/canonical-json.js";
import { version } from "../../version.js";

/** A digest of all that what became of a unit's mutants depends on, if they bear on `actions`. */
export type VerdictKeys = (mutants: readonly Mutant[], actions: readonly string[]) => string;

/**
 * Digests for what is remembered of mutants: of what is declared and of what is mutated, on which the mutants and the actions on which they
 * bear depend; and of the rules, tests and assertions that speak of those actions.
 */
export function createVerdictKeys(task: MutationTask, policySet: PolicySet): VerdictKeys {
  const declared = task.files.map((file) => print(withoutPolicies(parse(file).file))).sort();
  const common = digestOf([version, declared, [...task.schemas]]);
  const rules = policySet.rules.map((rule) => ({ actions: actionsOf(rule), said: [rule.id, rule.text] }));
  const assertions = policySet.assertions.map((assertion) => ({
    actions: actionsOf(assertion),
    said: [assertion.name, assertion.text, task.assertions.includes(assertion.name)],
  }));
  const tests = task.tests.map((test) => ({ actions: new Set([actionOf(test)]), said: test }));
  const all = digestOf([rules, assertions].map((sentences) => sentences.map(({ said }) => said)));
  return (mutants, actions) => {
    const about = (each: { readonly actions: ReadonlySet<string> }): boolean =>
      actions.some((action) => each.actions.has(action));
    const spoken = [rules, assertions, tests].map((each) => each.filter(about).map(({ said }) => said));
    return digestOf([common, ownText(mutants) ?? all, spoken]);
  };
}

/** A rule; which rules use anything else depends on all of them. */
function ownText([first]: readonly Mutant[]): string | undefined {
  return first?.before.kind === "RuleDeclaration" ? printRule(first.before) : undefined;
}

function actionsOf({ variants }: { readonly variants: readonly RuleVariant[] }): ReadonlySet<string> {
  return new Set(variants.flatMap(({ targets }) => targets.map(({ action }) => action)));
}

function digestOf(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}
