import type { TypedRule } from "../check/typed-policy-set.js";
import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { Diagnostic, RelatedPlace } from "../diagnostics/diagnostic.js";
import { fewestRivals, type Proof } from "./alone-search.js";
import type { Analysis } from "./analysis.js";
import { inquireRules, type RuleInquiry } from "./rule-standing.js";
import { clauseWords } from "./rule-words.js";

/**
 * POL3002: an allow of which every request is denied, by one deny or by several together.
 *
 * Law: at every point that the rule is in scope of, that it matches and no deny does has no model; and there is a request that it
 * matches. An allow that is denied in some of its kinds of request only is the usual exception.
 */
export function findDeniedAllows(analysis: Analysis): readonly Diagnostic[] {
  const inquiry = inquireRules(analysis);
  return [...inquiry.standings].flatMap(([rule, standing]) =>
    standing.kind === "denied" ? [deniedAllow(inquiry, rule, standing.proofs)] : [],
  );
}

function deniedAllow(inquiry: RuleInquiry, rule: TypedRule, proofs: readonly Proof[]): Diagnostic {
  const killers = fewestRivals(inquiry, proofs, "deny");
  const related = killers.map((killer) => killerPlace(killer, killers.length > 1));
  return createDiagnostic(
    "POL3002",
    rule.heading,
    `rule \`${rule.id}\` can never decide: every request it allows is denied`,
    {
      label: killers.length > 1 ? "shadowed by these rules together" : "shadowed by a deny",
      related,
      help: "remove the rule, or narrow what denies it",
    },
  );
}

function killerPlace(killer: TypedRule, isOneOfSeveral: boolean): RelatedPlace {
  const clauses = clauseWords(killer);
  const extent = isOneOfSeveral ? "a part of them" : "all of them";
  const condition = clauses === "" ? "" : `: ${clauses}`;
  return { span: killer.heading, message: `\`${killer.id}\` denies ${extent}${condition}` };
}
