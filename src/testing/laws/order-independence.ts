import type { Decision } from "../../runtime/decision.js";
import { canonicalJson } from "../canonical-json.js";
import { type Change, changedBuilds } from "../changed-builds.js";
import { seededChoices, shuffled } from "../choices.js";
import { equalJson } from "../equal-json.js";
import type { Law, LawSubject } from "../law.js";
import { observe } from "../observe.js";
import { type Reorder, reorderPolicySet } from "../reorder-policy-set.js";

/**
 * The order in which a policy set is written means nothing: with its files, the declarations in them and the rules in its policies in
 * another order, every request gets the same decision, with the same digest. So it does with clauses in another order, but for the digest, for
 * what makes a request valid and for what is read of the entities that it forwards: what is written after a clause that the types make false is not read. The remedies of one rule stand in
 * the order of its clauses.
 */
export const orderIndependence: Law = {
  name: "order-independence",
  statement: "Files, declarations, rules and clauses in another order decide in the same way.",
  check(subject, request) {
    const { generated } = observe(subject, request);
    for (const { description, module } of reorderedBuilds(subject)) {
      const decision = module.decide(request);
      if (description === ofClauses && !(isValid(decision) && isValid(generated))) continue;
      const compared = description === ofClauses ? withoutArguments : withoutOrder;
      if (equalJson(compared(decision), compared(generated))) continue;
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

const ofClauses = "clauses in reverse";

function isValid({ problems }: Decision): boolean {
  return problems.length === 0;
}

function withoutOrder(decision: Decision): Decision {
  if (decision.remedies.length < 2) return decision;
  const remedies = [...decision.remedies].sort((left, right) =>
    canonicalJson(left) < canonicalJson(right) ? -1 : 1,
  );
  return { ...decision, remedies };
}

function withoutArguments(decision: Decision): Omit<Decision, "args"> {
  const { args: _, ...rest } = withoutOrder(decision);
  return rest;
}

const reorderedBuilds = changedBuilds((subject: LawSubject): readonly Change[] => {
  const { files, checkOptions, policySet } = subject;
  const choices = seededChoices(20261122);
  const reverse: Reorder = (items) => [...items].reverse();
  const declarations = reorderPolicySet(files, checkOptions, { declarations: reverse });
  const clauses = reorderPolicySet(files, checkOptions, {
    declarations: (items) => shuffled(choices, items),
    clauses: reverse,
  });
  return [
    { description: "files, declarations and rules in reverse", policySet: declarations },
    // The digest is of the rules' text, in which the order of clauses shows: that one is not compared.
    { description: ofClauses, policySet: { ...clauses, digest: policySet.digest } },
  ];
});
