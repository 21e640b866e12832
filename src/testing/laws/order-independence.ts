import type { PolicySet } from "../../check/typed-policy-set.js";
import { check } from "../../compiler.js";
import type { Decision } from "../../runtime/decision.js";
import type { SourceFile } from "../../source/source-file.js";
import type { Declaration } from "../../syntax/ast.js";
import { parse } from "../../syntax/parse.js";
import { print } from "../../syntax/print.js";
import { invariant } from "../../util/invariant.js";
import { canonicalJson } from "../canonical-json.js";
import { type Change, changedBuilds } from "../changed-builds.js";
import { seededChoices, shuffled } from "../choices.js";
import { equalJson } from "../equal-json.js";
import type { Law, LawSubject } from "../law.js";
import { observe } from "../observe.js";

/**
 * The order in which a policy set is written means nothing: with its files, the declarations in them, the rules in its policies and their
 * clauses in another order, every request gets the same decision, with the same digest. Only the remedies of one rule stand in the order of
 * its clauses.
 */
export const orderIndependence: Law = {
  name: "order-independence",
  statement: "Files, declarations, rules and clauses in another order decide in the same way.",
  check(subject, request) {
    const { generated } = observe(subject, request);
    for (const { description, module } of reorderedBuilds(subject)) {
      const decision = module.decide(request);
      if (equalJson(withoutOrder(decision), withoutOrder(generated))) continue;
      return {
        message: `another decision with ${description}`,
        expected: generated,
        actual: decision,
        request,
      };
    }
    return undefined;
  },
};

function withoutOrder(decision: Decision): Decision {
  if (decision.remedies.length < 2) return decision;
  const remedies = [...decision.remedies].sort((left, right) =>
    canonicalJson(left) < canonicalJson(right) ? -1 : 1,
  );
  return { ...decision, remedies };
}

const reorderedBuilds = changedBuilds((subject: LawSubject): readonly Change[] => {
  const choices = seededChoices(20261122);
  return [
    { description: "everything in reverse", policySet: reordered(subject, (items) => [...items].reverse()) },
    {
      description: "everything shuffled",
      policySet: reordered(subject, (items) => shuffled(choices, items)),
    },
  ];
});

type Reorder = <T>(items: readonly T[]) => readonly T[];

/** Clauses in the typed rules, since one that guards another has to be written before it. */
function reordered({ files, checkOptions }: LawSubject, reorder: Reorder): PolicySet {
  const { policySet } = check(reorder(files.map((file) => rewrittenFile(file, reorder))), checkOptions);
  invariant(policySet, "a policy set checks in any order");
  return withClauses(policySet, reorder);
}

function rewrittenFile(source: SourceFile, reorder: Reorder): SourceFile {
  const { file } = parse(source);
  const declarations = reorder(file.declarations).map((each) => withReorderedRules(each, reorder));
  return { path: source.path, text: print({ ...file, declarations }) };
}

function withReorderedRules(declaration: Declaration, reorder: Reorder): Declaration {
  return declaration.kind === "PolicyDeclaration"
    ? { ...declaration, rules: reorder(declaration.rules) }
    : declaration;
}

function withClauses(policySet: PolicySet, reorder: Reorder): PolicySet {
  const rules = policySet.rules.map((rule) => ({
    ...rule,
    variants: rule.variants.map((variant) => ({ ...variant, clauses: reorder(variant.clauses) })),
  }));
  return { ...policySet, rules };
}
