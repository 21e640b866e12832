import type { TypedRule } from "../check/typed-policy-set.js";
import type { DiagnosticDetails } from "../diagnostics/catalogue.js";
import { isOfKind } from "./request-allowed.js";
import type { RuleInquiry } from "./rule-standing.js";

/** A request that a denied or covered rule matches, if the interpreter agrees. `shows`: what is to be seen by it. */
export function matchedWitness(
  { analysis, standings }: RuleInquiry,
  rule: TypedRule,
  shows: string,
): Pick<DiagnosticDetails, "witness"> {
  const standing = standings.get(rule);
  if (standing?.kind !== "denied" && standing?.kind !== "covered") return {};
  const { proofs, witness: request } = standing;
  const isMatched = proofs.some(
    ({ occurrence: { point } }) =>
      isOfKind(request, point) && analysis.replay(point, request).isMatched(rule),
  );
  return isMatched ? { witness: { request, shows } } : {};
}
