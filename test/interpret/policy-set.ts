import { checkPolicySet } from "../../src/check/check.js";
import type { PolicySet } from "../../src/check/typed-policy-set.js";
import { parse } from "../../src/syntax/parse.js";

/** The typed policy set of a source text that has no errors. */
export function policySetOf(text: string): PolicySet {
  const parsed = parse({ path: "policy.pol", text });
  const checked = checkPolicySet([parsed.file]);
  const errors = [...parsed.diagnostics, ...checked.diagnostics].filter(
    ({ severity }) => severity === "error",
  );
  if (checked.policySet === undefined || errors.length > 0) {
    throw new Error(`the policy set of this test has errors: ${JSON.stringify(errors, null, 2)}`);
  }
  return checked.policySet;
}

/** A plain object of a request, to be spread and changed. */
export type Json = { readonly [name: string]: unknown };
