import type { TypedRule } from "../check/typed-policy-set.js";
import type { DiagnosticDetails } from "../diagnostics/catalogue.js";
import { interpretWithOutcomes } from "../interpret/interpret.js";
import type { RuleInquiry } from "./rule-standing.js";

/** A request that a denied or covered rule matches, if the interpreter agrees. `shows`: what is to be seen by it. */
export function matchedWitness(
  { analysis, standings }: RuleInquiry,
  rule: TypedRule,
  shows: string,
): Pick<DiagnosticDetails, "witness"> {
  const standing = standings.get(rule);
  if (standing?.kind !== "denied" && standing?.kind !== "covered") return {};
  const { outcomes } = interpretWithOutcomes(analysis.policySet, standing.witness);
  const isMatched = outcomes.some((outcome) => outcome.rule === rule && outcome.matches);
  return isMatched ? { witness: { request: standing.witness, shows } } : {};
}
