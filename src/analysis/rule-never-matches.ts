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
 * checker already (POL2015), and the set is not analysed.
 */
export function findImpossibleRules(analysis: Analysis): readonly Diagnostic[] {
  const inquiry = inquireRules(analysis);
  return [...inquiry.standings]
    .filter(([, { kind }]) => kind === "impossible")
    .map(([rule]) => impossibleRule(inquiry, rule));
}

function impossibleRule(inquiry: RuleInquiry, rule: TypedRule): Diagnostic {
  const related = contradiction(inquiry, rule);
  const effect = { allow: "allows", deny: "denies", oblige: "obliges" }[rule.effect];
  return createDiagnostic("POL3001", rule.span, `rule \`${rule.id}\` can never match: it ${effect} nothing`, {
    label: related.length > 1 ? "these clauses contradict each other" : "no request meets its clauses",
    ...(related.length > 0 && { related }),
    help: "all clauses of a rule must hold at once; alternatives are joined by `or` in one of them",
  });
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
      const goal = and(...clauses.filter((_, index) => kept.includes(index)).map(({ isMet }) => isMet));
      return ask(analysis, point, goal, () => false).kind === "none";
    });
  const indices = places.map((_, index) => index);
  if (!contradict(indices)) return [];
  const fewest = minimalAmong(indices, contradict);
  return fewest.flatMap((index) => {
    const place = places[index];
    if (place === undefined) return [];
    const message = fewest.length > 1 ? `${place.words}, and` : `${place.words} never holds`;
    return [{ span: place.span, message: index === fewest.at(-1) ? message.replace(/, and$/, "") : message }];
  });
}
