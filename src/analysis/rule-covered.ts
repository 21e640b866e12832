import type { TypedRule } from "../check/typed-policy-set.js";
import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { fewestRivals, type Proof, proofsBeside } from "./alone-search.js";
import type { Analysis } from "./analysis.js";
import { matchedWitness } from "./matched-witness.js";
import { createRemovedRules } from "./removed-rules.js";
import { inquireRules, type RuleInquiry } from "./rule-standing.js";
import { byPlace, ruleNames, ruleSentence } from "./rule-words.js";
import { alikePlaces, type RulesAlike, rulesAlike } from "./rules-alike.js";
import { someNames } from "./some-names.js";

/**
 * POL3003: a rule that other rules of its effect cover: without it every request is decided as it is now.
 *
 * Law: at every point that the rule is in scope of, that it matches and none of the others does (of an allow: and no deny) has no model.
 * The others are those that stay when what is reported is removed, so all of it can be removed at once. Of rules that cover each other,
 * the last one by place is reported.
 */
export function findCoveredRules(analysis: Analysis): readonly Diagnostic[] {
  const inquiry = inquireRules(analysis);
  const covered = removableRules(inquiry).map(({ rule, proofs }) => ({
    rule,
    rivals: fewestRivals(inquiry, proofs, rule.effect),
  }));
  // Each shows a request that the interpreter has confirmed, or nothing is said.
  return rulesAlike(covered)
    .map((alike) => coveredRules(inquiry, alike))
    .filter(({ witness }) => witness !== undefined);
}

/** A rule that can be removed, with proofs that the rules which stay cover it. */
export interface RemovableRule {
  readonly rule: TypedRule;
  readonly proofs: readonly Proof[];
}

/** The rules that can be removed together: whether one can hangs on those before it. */
export function removableRules(inquiry: RuleInquiry): readonly RemovableRule[] {
  const proofs = new Map<TypedRule, readonly Proof[]>();
  for (const [rule, standing] of inquiry.standings)
    if (standing.kind === "covered") proofs.set(rule, standing.proofs);
  const removed = createRemovedRules();
  return [...byPlace([...proofs.keys()])].reverse().flatMap((rule) => {
    const left = proofsBeside(inquiry, proofs.get(rule) ?? [], removed);
    if (left === undefined) return [];
    removed.add(rule, left);
    return [{ rule, proofs: left }];
  });
}

function coveredRules(inquiry: RuleInquiry, { rules, rivals }: RulesAlike): Diagnostic {
  const [first, ...others] = rules;
  const isOne = others.length === 0;
  const cover = rivals.length > 1 ? "these rules together" : "another rule";
  return createDiagnostic("POL3003", first.heading, coveredWords(rules, rivals), {
    label: isOne ? `covered by ${cover}` : `${rules.length} rules are covered by ${cover}`,
    related: [
      ...rivals.map((rival) => ({ span: rival.heading, message: `\`${rival.id}\`: ${ruleSentence(rival)}` })),
      ...alikePlaces(others, "is covered, too"),
    ],
    help: helpFor(rules, rivals),
    ...matchedWitness(inquiry, first, `\`${first.id}\` matches, and others do, too`),
  });
}

function coveredWords(rules: RulesAlike["rules"], cover: readonly TypedRule[]): string {
  const [first, ...more] = rules;
  const [only, ...others] = cover;
  const [singular, plural] = first.effect === "allow" ? ["allows", "allow"] : ["denies", "deny"];
  const names = ruleNames(cover);
  const too = others.length > 0 ? `${plural} together` : `${singular} too`;
  if (more.length > 0)
    return `rules ${someNames(rules.map(({ id }) => id))} change no decision: all they ${plural}, ${names} ${too}`;
  const isRepeated = others.length === 0 && only !== undefined && saysTheSame(first, only);
  return isRepeated
    ? `rule \`${first.id}\` says the same as ${names}`
    : `rule \`${first.id}\` changes no decision: all it ${singular}, ${names} ${too}`;
}

function saysTheSame(left: TypedRule, right: TypedRule): boolean {
  return sentenceText(left) === sentenceText(right);
}

/** The rule's text without its name. */
function sentenceText({ text }: TypedRule): string {
  return text.slice(text.indexOf("\n"));
}

function helpFor(rules: readonly TypedRule[], cover: readonly TypedRule[]): string {
  const isReasonLost = rules.some(
    (rule) => rule.because !== undefined && cover.every(({ because }) => because !== rule.because),
  );
  const isOne = rules.length === 1;
  const loss = isReasonLost ? ` (${isOne ? "its" : "their"} \`because\` is then no longer given)` : "";
  return `remove the ${isOne ? "rule" : "rules"}${loss}, or narrow the ${cover.length > 1 ? "others" : "other"}`;
}
