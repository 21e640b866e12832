import type { TypedRule } from "../check/typed-policy-set.js";
import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { Diagnostic, RelatedPlace } from "../diagnostics/diagnostic.js";
import { fewestRivals } from "./alone-search.js";
import type { Analysis } from "./analysis.js";
import { matchedWitness } from "./matched-witness.js";
import { inquireRules, type RuleInquiry } from "./rule-standing.js";
import { ruleSentence } from "./rule-words.js";
import { alikePlaces, type RulesAlike, rulesAlike } from "./rules-alike.js";
import { someNames } from "./some-names.js";

/**
 * POL3002: an allow of which every request is denied, by one deny or by several together.
 *
 * Law: at every point that the rule is in scope of, that it matches and no deny does has no model; and there is a request that it
 * matches. An allow that is denied in some of its kinds of request only is the usual exception. `inquire` says what is known of such rules.
 */
export function findDeniedAllows(analysis: Analysis, inquire = inquireRules): readonly Diagnostic[] {
  const inquiry = inquire(analysis);
  const denied = [...inquiry.standings].flatMap(([rule, standing]) =>
    standing.kind === "denied" ? [{ rule, rivals: fewestRivals(inquiry, standing.proofs, "deny") }] : [],
  );
  // Each shows a request that the interpreter has confirmed, or nothing is said.
  return rulesAlike(denied)
    .map((alike) => deniedAllows(inquiry, alike))
    .filter(({ witness }) => witness !== undefined);
}

function deniedAllows(inquiry: RuleInquiry, { rules, rivals }: RulesAlike): Diagnostic {
  const [first, ...others] = rules;
  const names = someNames(rules.map(({ id }) => id));
  const isOne = others.length === 0;
  const together = rivals.length > 1 ? "these rules together" : "a deny";
  return createDiagnostic(
    "POL3002",
    first.heading,
    isOne
      ? `rule ${names} can never decide: every request it allows is denied`
      : `rules ${names} can never decide: every request they allow is denied`,
    {
      label: isOne ? `shadowed by ${together}` : `${rules.length} rules are shadowed by ${together}`,
      related: [...killerPlaces(rivals), ...alikePlaces(others, "is shadowed, too")],
      help: `remove the ${isOne ? "rule" : "rules"}, or narrow what denies ${isOne ? "it" : "them"}`,
      ...matchedWitness(inquiry, first, `\`${first.id}\` matches, and it is denied`),
    },
  );
}

/** Which part each deny takes, in the policy's words: of several the last one takes what the others leave. */
function killerPlaces(killers: readonly TypedRule[]): readonly RelatedPlace[] {
  const sentences = killers.map(ruleSentence);
  return killers.map((killer, index) => {
    const isLast = index === killers.length - 1;
    const extent = killers.length === 1 ? "all of them" : isLast ? "the rest" : "a part of them";
    return { span: killer.heading, message: `\`${killer.id}\` denies ${extent}: ${sentences[index]}` };
  });
}
