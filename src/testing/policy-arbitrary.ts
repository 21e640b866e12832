import type fc from "fast-check";
import type { SourceFile } from "../source/source-file.js";
import { arbitraryOf } from "./arbitrary.js";
import { generatePolicySet } from "./policy/generate-policy-set.js";

/**
 * Random policy sets that check without errors, as Pol source files: every construct of the language. `size` bounds the rules of each of
 * their policies.
 *
 * @example
 * fc.assert(fc.property(policySetArbitrary(), (files) => check(files).policySet !== undefined));
 */
export function policySetArbitrary(size = 6): fc.Arbitrary<readonly SourceFile[]> {
  return arbitraryOf((choices) => generatePolicySet(choices, size));
}
