import { createAnalysis } from "../../../src/analysis/analysis.js";
import { type AccessMatrix, accessMatrix } from "../../../src/analysis/report/access-matrix.js";
import type { PolicySet } from "../../../src/check/typed-policy-set.js";
import { check } from "../../../src/compiler.js";
import { lower } from "../../../src/ir/lower.js";
import { seededChoices } from "../../../src/testing/choices.js";
import { generatePolicySet } from "../../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../../src/testing/policy/json-types.js";

/** The policy set of a text that checks. */
export function policySetOf(text: string): PolicySet {
  const { policySet, diagnostics } = check([{ path: "a.pol", text }]);
  if (policySet === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return policySet;
}

/** Who can do what by a policy set. */
export function matrixOf(policySet: PolicySet): AccessMatrix {
  return accessMatrix(createAnalysis(lower(policySet)));
}

/** A random policy set and its files. */
export interface RandomSet {
  readonly seed: number;
  readonly files: ReturnType<typeof generatePolicySet>;
  readonly policySet: PolicySet;
}

/** Random policy sets of a few rules; those that do not check are left out. */
export function randomSets(count: number, first: number): readonly RandomSet[] {
  return Array.from({ length: count }, (_, index) => first + index).flatMap((seed) => {
    const files = generatePolicySet(seededChoices(seed), 5);
    const { policySet } = check(files, { schemas: generatorSchemas });
    return policySet === undefined ? [] : [{ seed, files, policySet }];
  });
}
