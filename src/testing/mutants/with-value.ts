import type { PolicySet } from "../../check/typed-policy-set.js";
import { type CheckOptions, check } from "../../compiler.js";
import type { Declaration, File } from "../../syntax/ast.js";
import { print } from "../../syntax/print.js";
import type { Mutant } from "./mutant.js";
import { usesOf } from "./uses-of.js";
import { withoutPolicies } from "./without-policies.js";

/**
 * A policy set with another constant, definition or remedy; undefined if it does not check. The rules and assertions that use it are typed
 * anew; all others are those of the policy set.
 */
export function withValue(
  trees: readonly File[],
  policySet: PolicySet,
  { before, after }: Mutant,
  options: CheckOptions,
): PolicySet | undefined {
  if (after === undefined || after.kind === "RuleDeclaration") return undefined;
  const uses = usesOf(trees, before.name.text);
  const using = trees.map((tree) => withoutPolicies(tree, (declaration) => partUsing(declaration, uses)));
  const changed = using.map((tree) => ({
    ...tree,
    declarations: tree.declarations.map((declaration) =>
      declaration.kind === before.kind && declaration.name.text === before.name.text ? after : declaration,
    ),
  }));
  const typed = check(
    changed.map((tree) => ({ path: tree.span.file, text: print(tree) })),
    options,
  ).policySet;
  return typed && replacing(policySet, typed);
}

function partUsing(declaration: Declaration, uses: ReturnType<typeof usesOf>): readonly Declaration[] {
  if (declaration.kind === "AssertDeclaration") return uses(declaration) ? [declaration] : [];
  if (declaration.kind !== "PolicyDeclaration") return [];
  const rules = declaration.rules.filter(uses);
  return rules.length === 0 ? [] : [{ ...declaration, rules }];
}

function replacing(policySet: PolicySet, typed: PolicySet): PolicySet {
  const rules = new Map(typed.rules.map((rule) => [rule.id, rule]));
  const assertions = new Map(typed.assertions.map((assertion) => [assertion.name, assertion]));
  return {
    ...policySet,
    rules: policySet.rules.map((rule) => rules.get(rule.id) ?? rule),
    assertions: policySet.assertions.map((assertion) => assertions.get(assertion.name) ?? assertion),
    digest: `${policySet.digest} mutated`,
  };
}
