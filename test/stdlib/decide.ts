import type { PolicySet } from "../../src/check/typed-policy-set.js";
import { check } from "../../src/compiler.js";
import { interpret } from "../../src/interpret/interpret.js";
import type { Decision } from "../../src/runtime/decision.js";
import { invariant } from "../../src/util/invariant.js";

const checked = new Map<string, PolicySet>();

/** Decides `request` by a policy set of one file, which is checked once. */
export function decide(text: string, request: unknown): Decision {
  const policySet = checked.get(text) ?? checkedSet(text);
  checked.set(text, policySet);
  return interpret(policySet, request);
}

function checkedSet(text: string): PolicySet {
  const { policySet, diagnostics } = check([{ path: "test.pol", text }]);
  invariant(policySet !== undefined, diagnostics.map(({ message }) => message).join("\n"));
  return policySet;
}
