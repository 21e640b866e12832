import { tuplesOf } from "../../analysis/relations/given.js";
import { decidingRules, obligationNames } from "../../interpret/describe-decision.js";
import type { Decision } from "../../runtime/decision.js";
import type { JsonObject } from "../../util/json-object.js";
import type { ExpectedDecision } from "../test-runner.js";

/** A test as far as it kills mutants. */
export type StatedTest = Omit<ExpectedDecision, "span">;

/** A request and what is decided of it, as a test that states all that a `test` block can: the block that `printTestBlock` prints. */
export function statedTest(name: string, request: JsonObject, decision: Decision): StatedTest {
  const tuples = tuplesOf(request);
  return { name, request, ...(tuples.length > 0 && { tuples }), expected: expectationOf(decision) };
}

function expectationOf(decision: Decision): StatedTest["expected"] {
  const { reason } = decision;
  const noRule = reason === "no_matching_rule" || reason === "invalid_request";
  const rules = decidingRules(decision);
  const obligations = obligationNames(decision);
  return {
    decision: decision.decision ? "allow" : "deny",
    rules: noRule || reason === "obligation_error" || rules.length === 0 ? undefined : rules,
    reason: noRule ? reason : undefined,
    because: undefined,
    obligations: obligations.length === 0 ? undefined : obligations,
  };
}
