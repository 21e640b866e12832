import type { PolicySet } from "../../check/typed-policy-set.js";
import type { Decision } from "../../runtime/decision.js";
import { groupBy } from "../../util/group-by.js";
import type { JsonObject } from "../../util/json-object.js";
import { createMutantJudge } from "./judge-mutants.js";
import type { MutantVerdict } from "./mutant-verdict.js";
import type { MutatedSet } from "./mutated-sets.js";
import { statedTest } from "./stated-test.js";

/** A test as far as it kills: a request, and what is expected to be decided. */
export interface KillingTest {
  readonly request: JsonObject;
  readonly decision: Decision;
}

/** Runs tests against mutants of a policy set: what became of each, by its kind. */
export function killMutants(
  policySet: PolicySet,
  tests: readonly KillingTest[],
  mutated: readonly MutatedSet[],
): readonly (MutantVerdict["kind"] | undefined)[] {
  const stated = tests.map(({ request, decision }, index) => statedTest(String(index), request, decision));
  const judge = createMutantJudge(policySet, { tests: stated, assertions: new Set() });
  const verdicts = new Map<MutatedSet, MutantVerdict["kind"]>();
  for (const group of groupBy(mutated, ({ mutant }) => mutant.owner).values())
    judge(group.map((each) => each.policySet)).forEach(({ verdict }, index) => {
      const each = group[index];
      if (each !== undefined) verdicts.set(each, verdict.kind);
    });
  return mutated.map((each) => verdicts.get(each));
}
