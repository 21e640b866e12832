import type { TypedRule } from "../check/typed-policy-set.js";
import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { fewestRivals, type Proof, proofsWithout } from "./alone-search.js";
import type { Analysis } from "./analysis.js";
import { inquireRules } from "./rule-standing.js";
import { byPlace, clauseWords, ruleNames } from "./rule-words.js";

/**
 * POL3003: a rule that other rules of its effect cover: without it every request is decided as it is now.
 *
 * Law: at every point that the rule is in scope of, that it matches and none of the others does (of an allow: and no deny) has no model.
 * The others are those that stay when what is reported is removed, so all of it can be removed at once. Of rules that cover each other,
 * the last one by place is reported.
 */
export function findCoveredRules(analysis: Analysis): readonly Diagnostic[] {
  const inquiry = inquireRules(analysis);
  const proofs = new Map<TypedRule, readonly Proof[]>();
  for (const [rule, standing] of inquiry.standings)
    if (standing.kind === "covered") proofs.set(rule, standing.proofs);
  const removed = new Set<TypedRule>();
  return [...byPlace([...proofs.keys()])].reverse().flatMap((rule) => {
    const left = proofsWithout(inquiry, proofs.get(rule) ?? [], (other) => removed.has(other));
    if (left === undefined) return [];
    removed.add(rule);
    return [coveredRule(rule, fewestRivals(inquiry, left, rule.effect))];
  });
}

function coveredRule(rule: TypedRule, cover: readonly TypedRule[]): Diagnostic {
  const [one, many] = rule.effect === "allow" ? ["allows", "allow"] : ["denies", "deny"];
  const [only] = cover;
  const isRepeated = cover.length === 1 && only !== undefined && saysTheSame(rule, only);
  const others = ruleNames(cover);
  const message = isRepeated
    ? `rule \`${rule.id}\` says the same as ${others}`
    : `rule \`${rule.id}\` changes no decision: all it ${one}, ${others} ${cover.length > 1 ? `${many} together` : `${one} too`}`;
  return createDiagnostic("POL3003", rule.heading, message, {
    label: cover.length > 1 ? "covered by these rules together" : "covered by another rule",
    related: cover.map((other) => ({ span: other.heading, message: placeWords(other) })),
    help: helpFor(rule, cover),
  });
}

function saysTheSame(left: TypedRule, right: TypedRule): boolean {
  return sentenceText(left) === sentenceText(right);
}

/** The rule's text without its name. */
function sentenceText({ text }: TypedRule): string {
  return text.slice(text.indexOf("\n"));
}

function placeWords(rule: TypedRule): string {
  const clauses = clauseWords(rule);
  return clauses === "" ? `\`${rule.id}\`` : `\`${rule.id}\`: ${clauses}`;
}

function helpFor(rule: TypedRule, cover: readonly TypedRule[]): string {
  const isReasonLost = rule.because !== undefined && cover.every(({ because }) => because !== rule.because);
  const loss = isReasonLost ? " (its `because` is then no longer given)" : "";
  return `remove the rule${loss}, or narrow the ${cover.length > 1 ? "others" : "other"}`;
}
