import type { TypedRule } from "../check/typed-policy-set.js";
import type { DiagnosticDetails } from "../diagnostics/catalogue.js";
import { ask, matches } from "./analysis.js";
import { plainly } from "./incremental/units.js";
import { requestText } from "./relations/given.js";
import { isOfKind } from "./request-allowed.js";
import type { RuleInquiry, Standing } from "./rule-standing.js";
import type { JsonObject } from "./solve/build-request.js";

/** A request that a rule matches, if there is one and the interpreter agrees. `shows`: what is to be seen by it. */
export function matchedWitness(
  inquiry: RuleInquiry,
  rule: TypedRule,
  shows: string,
): Pick<DiagnosticDetails, "witness"> {
  const request = matchedRequest(inquiry, rule);
  return request === undefined ? {} : { witness: { request, shows } };
}

function matchedRequest(inquiry: RuleInquiry, rule: TypedRule): JsonObject | undefined {
  const standing = inquiry.standings.get(rule);
  if (standing === undefined || standing.kind === "impossible") return undefined;
  const known = "witness" in standing ? standing : undefined;
  return inquiry.analysis.units.remember(
    `match ${rule.id} ${known && requestText(known.witness)}`,
    plainly(() => (known ? confirmedWitness(inquiry, rule, known) : searchMatch(inquiry, rule))),
  );
}

/** What made the rule's standing known. */
function confirmedWitness(
  { analysis }: RuleInquiry,
  rule: TypedRule,
  { proofs, witness }: Extract<Standing, { readonly witness: JsonObject }>,
): JsonObject | undefined {
  const isMatched = proofs.some(
    ({ occurrence: { point } }) =>
      isOfKind(witness, point) && analysis.replay(point, witness).isMatched(rule),
  );
  return isMatched ? witness : undefined;
}

/** The smallest request of the first kind that has one. */
function searchMatch({ analysis, occurrences }: RuleInquiry, rule: TypedRule): JsonObject | undefined {
  for (const { point, body } of occurrences.of(rule)) {
    if (body === undefined) continue;
    const answer = ask(analysis, point, matches(point, body), (replay) => replay.isMatched(rule));
    if (answer.kind === "found") return answer.request;
  }
  return undefined;
}
