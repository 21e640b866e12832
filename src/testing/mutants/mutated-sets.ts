import type { PolicySet, TypedRule } from "../../check/typed-policy-set.js";
import { type CheckOptions, check } from "../../compiler.js";
import type { SourceFile } from "../../source/source-file.js";
import type { File, RuleDeclaration } from "../../syntax/ast.js";
import { parse } from "../../syntax/parse.js";
import { print, printRule } from "../../syntax/print.js";
import type { Mutant } from "./mutant.js";
import { withValue } from "./with-value.js";
import { withoutPolicies } from "./without-policies.js";

/** A mutant that checks, as a typed policy set. */
export interface MutatedSet {
  readonly mutant: Mutant;
  readonly policySet: PolicySet;
}

/**
 * Checks mutants of a policy set; those that do not check are left out. Only what a mutant changes is checked anew: mutants of rules
 * together, in one go, and of each other mutant the rules that use what is changed.
 */
export function mutatedSets(
  files: readonly SourceFile[],
  policySet: PolicySet,
  mutants: readonly Mutant[],
  options: CheckOptions = {},
): readonly MutatedSet[] {
  const original = { ...policySet, tests: [] };
  const trees = files.map((file) => parse(file).file);
  const rules = new Map(original.rules.map((rule) => [rule.id, rule]));
  const typed = typedMutants(trees, mutants, options);
  return mutants.flatMap((mutant): readonly MutatedSet[] => {
    const { before, after, owner } = mutant;
    if (before.kind !== "RuleDeclaration") {
      const changed = withValue(trees, original, mutant, options);
      return changed === undefined ? [] : [{ mutant, policySet: changed }];
    }
    const rule = rules.get(owner);
    const changed = typed.get(mutant);
    if (rule === undefined || (after !== undefined && changed === undefined)) return [];
    return [{ mutant, policySet: withRule(original, rule, changed) }];
  });
}

function withRule(
  policySet: PolicySet,
  { id, policy }: TypedRule,
  changed: TypedRule | undefined,
): PolicySet {
  const replaced = (rule: TypedRule) => (changed === undefined ? [] : [{ ...changed, id: rule.id, policy }]);
  const rules = policySet.rules.flatMap((rule) => (rule.id === id ? replaced(rule) : [rule]));
  return { ...policySet, rules, digest: `${policySet.digest} mutated` };
}

/** No file of a policy set has this path. */
const mutantsFile = "<mutants>";

/** The mutated rules, typed, each in a policy of its own beside all that is declared. */
function typedMutants(
  trees: readonly File[],
  mutants: readonly Mutant[],
  options: CheckOptions,
): ReadonlyMap<Mutant, TypedRule> {
  const declarations = trees.map((file) => textOf(withoutPolicies(file)));
  let candidates = mutants.filter(({ after }) => after?.kind === "RuleDeclaration");
  for (;;) {
    const texts = candidates.map(
      ({ after }, index) => `policy m${index} {\n${printRule(after as RuleDeclaration)}\n}\n`,
    );
    const result = check([...declarations, { path: mutantsFile, text: texts.join("") }], options);
    if (result.policySet) {
      const rules = new Map(result.policySet.rules.map((rule) => [rule.policy, rule]));
      return new Map(
        candidates.flatMap((mutant, index) => {
          const rule = rules.get(`m${index}`);
          return rule ? [[mutant, rule] as const] : [];
        }),
      );
    }
    const wrong = result.diagnostics.flatMap(({ severity, span }) =>
      severity === "error" && span.file === mutantsFile ? [indexAt(texts, span.start)] : [],
    );
    if (wrong.length === 0) return new Map();
    candidates = candidates.filter((_, index) => !wrong.includes(index));
  }
}

function textOf(file: File): SourceFile {
  return { path: file.span.file, text: print(file) };
}

function indexAt(texts: readonly string[], offset: number): number {
  let end = 0;
  return texts.findIndex((text) => {
    end += text.length;
    return offset < end;
  });
}
