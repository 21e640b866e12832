import type { TypedRule } from "../check/typed-policy-set.js";
import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { Diagnostic, RelatedPlace } from "../diagnostics/diagnostic.js";
import { type Analysis, ask } from "./analysis.js";
import { clausesAt } from "./clauses-at.js";
import { and } from "./encode/formula.js";
import { minimalAmong } from "./minimal-among.js";
import { inquireRules, type RuleInquiry } from "./rule-standing.js";

/**
 * POL3001: a rule that no request can match.
 *
 * Law: at every point that the rule is in scope of, that it matches has no model. Where the types alone say so, it is an error of the
 * checker already (POL2015), and the set is not analysed. `inquire` says what is known of such rules.
 */
export function findImpossibleRules(analysis: Analysis, inquire = inquireRules): readonly Diagnostic[] {
  const inquiry = inquire(analysis);
  return [...inquiry.standings]
    .filter(([, { kind }]) => kind === "impossible")
    .map(([rule]) => impossibleRule(inquiry, rule));
}

function impossibleRule(inquiry: RuleInquiry, rule: TypedRule): Diagnostic {
  const related = contradiction(inquiry, rule);
  const effect = { allow: "allows", deny: "denies", oblige: "obliges" }[rule.effect];
  return createDiagnostic(
    "POL3001",
    rule.heading,
    `rule \`${rule.id}\` can never match: it ${effect} nothing`,
    {
      label:
        related.length > 1 ? "what it says below cannot hold together" : "no request meets its condition",
      ...(related.length > 0 && { related }),
      help: "all clauses of a rule must hold at once; alternatives are joined by `or` in one of them",
    },
  );
}

/** The fewest clauses that cannot hold together, at any of the rule's points. */
function contradiction({ analysis, occurrences }: RuleInquiry, rule: TypedRule): readonly RelatedPlace[] {
  const all = [...occurrences.of(rule)].map((occurrence) => ({
    point: occurrence.point,
    clauses: clausesAt(analysis, occurrence),
  }));
  const places = all[0]?.clauses ?? [];
  const contradict = (kept: readonly number[]) =>
    all.every(({ point, clauses }) => {
      const met = clauses.filter((_, index) => kept.includes(index)).map(({ isMet }) => isMet);
      return ask(analysis, point, and(...met), () => false).kind === "none";
    });
  const indices = places.map((_, index) => index);
  if (!contradict(indices)) return [];
  const fewest = minimalAmong(indices, (kept) => (contradict(kept) ? kept : undefined));
  const message = (words: string) => (fewest.length > 1 ? words : `${words} never holds`);
  return places
    .filter((_, index) => fewest.includes(index))
    .map(({ span, words }) => ({ span, message: message(words) }));
}
