import { check } from "../../src/compiler.js";
import { interpret } from "../../src/interpret/interpret.js";
import type { Decision } from "../../src/runtime/decision.js";
import { invariant } from "../../src/util/invariant.js";

/** Decides `request` by a policy set of one file. */
export function decide(text: string, request: unknown): Decision {
  const { policySet, diagnostics } = check([{ path: "test.pol", text }]);
  invariant(policySet !== undefined, diagnostics.map(({ message }) => message).join("\n"));
  return interpret(policySet, request);
}
