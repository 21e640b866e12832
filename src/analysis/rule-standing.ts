import type { TypedRule } from "../check/typed-policy-set.js";
import type { RuleOutcome } from "../interpret/decide-principal.js";
import type { RuleBody } from "../ir/decision-graph.js";
import { type Analysis, ask, matches, noneMatches, type Point, type Replay } from "./analysis.js";
import { and, type Formula } from "./encode/formula.js";
import { createEvidence, type Evidence } from "./evidence.js";
import { createOccurrences, type Occurrence, type Occurrences } from "./occurrences.js";
import type { JsonObject } from "./solve/build-request.js";

/**
 * What a rule does to decisions.
 *
 *   essential   some request is decided as it is by this rule alone (of an obligation: some request matches it)
 *   impossible  no request matches it
 *   denied      of an allow: requests match it, and each is denied
 *   covered     requests match it, and each that it could decide is decided so by other rules of its effect too
 *   unknown     it could not be settled
 */
export type Standing =
  | { readonly kind: "essential" | "impossible" | "unknown" }
  /** `against`: rules that together stand in its way at every point; not yet the fewest. */
  | {
      readonly kind: "denied" | "covered";
      readonly against: readonly TypedRule[];
      readonly witness: JsonObject;
    };

/** A look at the rules of one policy set: what was asked for one of them serves the others. */
export interface RuleInquiry {
  readonly analysis: Analysis;
  readonly occurrences: Occurrences;
  readonly evidence: Evidence;
  /** Every rule's standing, by rule. */
  readonly standings: ReadonlyMap<TypedRule, Standing>;
}

const inquiries = new WeakMap<Analysis, RuleInquiry>();

/** The standing of every rule: settled once for an analysis. */
export function inquireRules(analysis: Analysis): RuleInquiry {
  const known = inquiries.get(analysis) ?? createInquiry(analysis);
  inquiries.set(analysis, known);
  return known;
}

function createInquiry(analysis: Analysis): RuleInquiry {
  const standings = new Map<TypedRule, Standing>();
  const evidence = createEvidence();
  const inquiry = { analysis, occurrences: createOccurrences(analysis), evidence, standings };
  for (const rule of analysis.policySet.rules) standings.set(rule, standingOf(inquiry, rule));
  return inquiry;
}

function standingOf(inquiry: RuleInquiry, rule: TypedRule): Standing {
  const { alone, matched, decided } = inquiry.evidence;
  if (alone.has(rule)) return { kind: "essential" };
  const result = searchAlone(inquiry, rule);
  if (result.kind === "alone") return { kind: "essential" };
  if (result.kind === "unknown") return { kind: "unknown" };
  const witness = decided.get(rule) ?? matched.get(rule);
  if (witness === undefined) return { kind: "impossible" };
  const isDenied = rule.effect === "allow" && !decided.has(rule);
  return { kind: isDenied ? "denied" : "covered", against: result.against, witness };
}

/** Whether some request is decided by a rule alone, and else, which rules stand in its way. */
export type AloneSearch =
  | { readonly kind: "alone" }
  | { readonly kind: "unknown" }
  | { readonly kind: "never"; readonly against: readonly TypedRule[] };

/**
 * Searches, at every point of a rule, for a request that it decides alone: an allow where no deny and no other allow matches, a deny
 * where no other deny does. Rules that are `ignored` do not stand in its way.
 */
export function searchAlone(
  inquiry: RuleInquiry,
  rule: TypedRule,
  ignored: (other: TypedRule) => boolean = () => false,
): AloneSearch {
  const against = new Set<TypedRule>();
  let isSettled = true;
  for (const occurrence of inquiry.occurrences.of(rule)) {
    const trial = searchAloneAt(inquiry, occurrence, ignored);
    if (trial.kind === "alone") return trial;
    if (trial.kind === "unknown") isSettled = false;
    else for (const other of trial.against) against.add(other);
  }
  return isSettled ? { kind: "never", against: [...against] } : { kind: "unknown" };
}

/** How many requests are looked at before all rules that might be in the way are asked to stay away at once. */
const patience = 12;

/** Of the rules that could be in the way, only those are asked to stay away that were in the way of an earlier request. */
function searchAloneAt(
  { analysis, evidence }: RuleInquiry,
  { point, rule, body }: Occurrence,
  ignored: (other: TypedRule) => boolean,
): AloneSearch {
  const against = new Set<RuleBody>();
  if (body === undefined) return { kind: "never", against: [] };
  const own = matches(point, body);
  const rivals = rivalsOf(point, body, ignored);
  for (let round = 0; ; round += 1) {
    const goal = and(own, noneMatches(point, [...against]));
    const answer = askFor(analysis, point, goal, ({ matching }) => isFree(matching, rule, against));
    if (answer.kind === "none") return { kind: "never", against: [...against].map((other) => other.rule) };
    if (answer.kind === "unknown") return answer;
    evidence.note(answer.request, answer.replay);
    const inTheWay = rivals.find((kind) => kind.some((other) => answer.replay.matching.has(other.rule.id)));
    if (inTheWay === undefined) return { kind: "alone" };
    for (const other of inTheWay)
      if (round >= patience || answer.replay.matching.has(other.rule.id)) against.add(other);
  }
}

function isFree(matching: ReadonlySet<string>, rule: TypedRule, against: Iterable<RuleBody>): boolean {
  return matching.has(rule.id) && ![...against].some((other) => matching.has(other.rule.id));
}

/** The rules whose match takes the decision from a rule, those of the strongest kind first. */
function rivalsOf(
  { scope: { allows, denies } }: Point,
  { rule }: RuleBody,
  ignored: (other: TypedRule) => boolean,
): readonly (readonly RuleBody[])[] {
  const others = (bodies: readonly RuleBody[]) =>
    bodies.filter((other) => other.rule !== rule && !ignored(other.rule));
  switch (rule.effect) {
    case "allow":
      return [others(denies), others(allows)];
    case "deny":
      return [others(denies)];
    case "oblige":
      return [];
  }
}

/**
 * Whether no request of an occurrence's kind is as the goal says. `confirms` says, of what became of the rule, whether the request is what
 * was asked for.
 */
export function isNever(
  { analysis, evidence }: RuleInquiry,
  { point, rule }: Occurrence,
  goal: Formula,
  confirms: (outcome: RuleOutcome) => boolean,
): boolean {
  const answer = askFor(analysis, point, goal, ({ outcomes }) =>
    outcomes.some((outcome) => outcome.rule === rule && confirms(outcome)),
  );
  if (answer.kind === "found") evidence.note(answer.request, answer.replay);
  return answer.kind === "none";
}

type Asked =
  | { readonly kind: "found"; readonly request: JsonObject; readonly replay: Replay }
  | { readonly kind: "none" }
  | { readonly kind: "unknown" };

/** {@link ask} with the replay of what is found. */
function askFor(
  analysis: Analysis,
  point: Point,
  goal: Formula,
  confirms: (replay: Replay) => boolean,
): Asked {
  let confirmed: Replay | undefined;
  const answer = ask(analysis, point, goal, (replay) => {
    const agrees = confirms(replay);
    if (agrees) confirmed = replay;
    return agrees;
  });
  if (answer.kind !== "found") return answer;
  return confirmed === undefined
    ? { kind: "unknown" }
    : { kind: "found", request: answer.request, replay: confirmed };
}
