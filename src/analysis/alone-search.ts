import type { TypedRule } from "../check/typed-policy-set.js";
import type { RuleBody } from "../ir/decision-graph.js";
import { ask, matches, matchesNot, type Replay, sketch } from "./analysis.js";
import { conjunctsOf, type Formula } from "./encode/formula.js";
import type { Occurrence } from "./occurrences.js";
import type { RuleSearch } from "./rule-standing.js";
import { byPlace } from "./rule-words.js";

/** That a rule decides no request alone at one of its points: of those that it matches, each is matched by one of the rivals. */
export interface Proof {
  readonly occurrence: Occurrence;
  readonly rivals: readonly TypedRule[];
}

/** Whether some request is decided by a rule alone. */
export type AloneSearch =
  | { readonly kind: "alone" }
  | { readonly kind: "unknown" }
  /** One proof for each of the rule's points. */
  | { readonly kind: "never"; readonly proofs: readonly Proof[] };

/**
 * Searches, at every point of a rule, for a request that it decides alone: an allow where no deny and no other allow matches, a deny
 * where no other deny does.
 */
export function searchAlone(search: RuleSearch, rule: TypedRule): AloneSearch {
  const proofs: Proof[] = [];
  let isSettled = true;
  for (const occurrence of leastContested(search.occurrences.of(rule))) {
    const trial = searchAt(search, occurrence, rivalsAt(occurrence));
    if (trial.kind === "alone") return trial;
    if (trial.kind === "unknown") isSettled = false;
    else proofs.push(trial.proof);
  }
  if (!isSettled) return { kind: "unknown" };
  const strongest = proofs.map((proof) => strongestProof(search, proof));
  return strongest.includes(undefined)
    ? { kind: "unknown" }
    : { kind: "never", proofs: strongest.filter((proof) => proof !== undefined) };
}

/** Where the fewest rules are in scope a rule is most likely to be alone. */
function leastContested(occurrences: Iterable<Occurrence>): readonly Occurrence[] {
  const count = ({ point: { scope } }: Occurrence) => scope.allows.length + scope.denies.length;
  return [...occurrences].sort((left, right) => count(left) - count(right));
}

/**
 * Looks for what a rule that decides nothing alone does at all, and notes it: that is reported, so it is confirmed. Where denies by themselves
 * stand in its way, the proof is of them. Undefined where it could not be settled.
 */
function strongestProof(search: RuleSearch, proof: Proof): Proof | undefined {
  const { matched, decided } = search.evidence;
  const { occurrence } = proof;
  const { rule, point } = occurrence;
  if (rule.effect === "allow" && !decided.has(rule)) {
    const undenied = searchAt(search, occurrence, point.scope.denies, ask);
    if (undenied.kind === "alone") return proof;
    if (undenied.kind === "unknown") return undefined;
    return isMatchSettled(search, occurrence) ? undenied.proof : undefined;
  }
  return matched.has(rule) || isMatchSettled(search, occurrence) ? proof : undefined;
}

/** Looks for a request that a rule matches, unless one is known; whether it is known now if there is one. */
function isMatchSettled(search: RuleSearch, occurrence: Occurrence): boolean {
  if (search.evidence.matched.has(occurrence.rule)) return true;
  return searchAt(search, occurrence, [], ask).kind !== "unknown";
}

/**
 * The proofs without some rules, each with others in their place where that is needed; undefined where these do matter, or it could not
 * be settled.
 */
export function proofsWithout(
  search: RuleSearch,
  proofs: readonly Proof[],
  isIgnored: (rule: TypedRule) => boolean,
): readonly Proof[] | undefined {
  const changed: Proof[] = [];
  for (const proof of proofs) {
    const { occurrence } = proof;
    const isKept = !proof.rivals.some(isIgnored);
    const left = () => rivalsAt(occurrence).filter((other) => !isIgnored(other.rule));
    const trial = isKept ? undefined : searchAt(search, occurrence, left());
    if (trial !== undefined && trial.kind !== "never") return undefined;
    changed.push(trial?.proof ?? proof);
  }
  return changed;
}

/** The fewest rivals of one effect that proofs can do with, as far as leaving out one at a time can tell: the last by place first. */
export function fewestRivals(
  search: RuleSearch,
  proofs: readonly Proof[],
  effect: TypedRule["effect"],
): readonly TypedRule[] {
  let known = proofs;
  let kept = byPlace(rivalsIn(proofs, effect));
  for (const rule of [...kept].reverse()) {
    const rest = new Set(kept.filter((other) => other !== rule));
    // An allow that covers a rule does not deny it.
    const isIgnored = (other: TypedRule) => (other.effect === effect ? !rest.has(other) : effect === "deny");
    const without = proofsWithout(search, known, isIgnored);
    if (without === undefined) continue;
    known = without;
    kept = byPlace(rivalsIn(known, effect));
  }
  return kept;
}

function rivalsIn(proofs: readonly Proof[], effect: TypedRule["effect"]): readonly TypedRule[] {
  const rivals = new Set(proofs.flatMap((proof) => proof.rivals));
  return [...rivals].filter((rule) => rule.effect === effect);
}

type Trial =
  | { readonly kind: "alone" }
  | { readonly kind: "unknown" }
  | { readonly kind: "never"; readonly proof: Proof };

/** Searches for a request that a rule matches and none of its rivals does; for a sketch of one, where nothing is reported if there is one. */
function searchAt(
  { analysis, evidence }: RuleSearch,
  occurrence: Occurrence,
  rivals: readonly RuleBody[],
  asks: typeof ask | typeof sketch = sketch,
): Trial {
  const { point, rule, body } = occurrence;
  const provedBy = (some: readonly RuleBody[]): Trial => {
    return { kind: "never", proof: { occurrence, rivals: some.map((other) => other.rule) } };
  };
  if (body === undefined) return provedBy([]);
  const own = matches(point, body);
  const always = isNo(own) ? undefined : rivals.find((other) => isNo(matchesNot(point, other)));
  if (always !== undefined) return provedBy([always]);
  // Put together as it is: of hundreds of rivals few matter, and nothing is won by looking for repeats.
  const away = rivals.flatMap((other) => conjunctsOf(matchesNot(point, other)));
  const goal: Formula = { kind: "and", operands: [...conjunctsOf(own), ...away] };
  const answer = asks(analysis, point, goal, (replay) => isAlone(replay, rule, rivals));
  if (answer.kind === "unknown") return answer;
  if (answer.kind === "none") {
    const core = new Set(answer.core);
    return provedBy(
      rivals.filter((other) => conjunctsOf(matchesNot(point, other)).some((each) => core.has(each))),
    );
  }
  const { request } = answer;
  const shown = { point, request: () => (typeof request === "function" ? request() : request) };
  evidence.note(rule, shown, rivals.length === 0 && point.scope.denies.length > 0);
  return { kind: "alone" };
}

function isNo(formula: Formula): boolean {
  return formula.kind === "constant" && !formula.value;
}

function isAlone(replay: Replay, rule: TypedRule, rivals: readonly RuleBody[]): boolean {
  return replay.isMatched(rule) && !rivals.some((other) => replay.isMatched(other.rule));
}

/** The rules whose match takes the decision from a rule, denies first. */
function rivalsAt({ point: { scope }, rule }: Occurrence): readonly RuleBody[] {
  const { allows, denies } = scope;
  switch (rule.effect) {
    case "allow":
      return [...denies, ...allows.filter((other) => other.rule !== rule)];
    case "deny":
      return denies.filter((other) => other.rule !== rule);
    case "oblige":
      return [];
  }
}
