import type { Decision } from "../../../src/runtime/decision.js";
import { canonicalJson } from "../../../src/util/canonical-json.js";

/** Whether two decisions on a request differ in more than the names of rules; a request that is invalid to one of both is denied by it. */
export function decisionsDiffer(left: Decision, right: Decision): boolean {
  const isInvalid = [left, right].some(({ reason }) => reason === "invalid_request");
  return isInvalid ? left.decision !== right.decision : seenOf(left) !== seenOf(right);
}

function seenOf({ decision, reason, because, remedies, obligations }: Decision): string {
  if (decision) return canonicalJson(obligations.map(canonicalJson).sort());
  const offered = remedies.map(({ rule: _, ...each }) => canonicalJson(each));
  return canonicalJson([reason, [...because].sort(), [...new Set(offered)].sort()]);
}
