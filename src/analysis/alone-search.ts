import type { TypedRule } from "../check/typed-policy-set.js";
import type { RuleBody } from "../ir/decision-graph.js";
import { matches, noneMatches, type Point, type Replay } from "./analysis.js";
import { askFor } from "./ask-for.js";
import type { AtomTable } from "./encode/atom.js";
import { and } from "./encode/formula.js";
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
  for (const occurrence of search.occurrences.of(rule)) {
    // What stood in its way at the last point is likely to do so here.
    const start = proofs.at(-1)?.rivals ?? [];
    const trial = searchAt(search, occurrence, start, () => false);
    if (trial.kind === "alone") return trial;
    if (trial.kind === "never") proofs.push(trial.proof);
    else isSettled = false;
  }
  return isSettled ? { kind: "never", proofs } : { kind: "unknown" };
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
    const start = proof.rivals.filter((rule) => !isIgnored(rule));
    const isKept = start.length === proof.rivals.length;
    const trial = isKept ? undefined : searchAt(search, proof.occurrence, start, isIgnored);
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
    const without = proofsWithout(search, known, (other) => other.effect === effect && !rest.has(other));
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

/** How many requests are looked at before all rules that might be in the way are asked to stay away at once. */
const patience = 12;

/** Of the rules that could be in the way, only those are asked to stay away that were in the way of an earlier request. */
function searchAt(
  { analysis, occurrences, evidence }: RuleSearch,
  occurrence: Occurrence,
  start: readonly TypedRule[],
  isIgnored: (rule: TypedRule) => boolean,
): Trial {
  const { point, rule, body } = occurrence;
  if (body === undefined) return { kind: "never", proof: { occurrence, rivals: [] } };
  const own = matches(point, body);
  const rivals = new Set(start.flatMap((other) => occurrences.bodyIn(point.scope, other) ?? []));
  for (let round = 0; ; round += 1) {
    const proof = { occurrence, rivals: [...rivals].map((other) => other.rule) };
    if (isProved(point, body, rivals)) return { kind: "never", proof };
    const goal = and(own, noneMatches(point, [...rivals]));
    const answer = askFor(analysis, point, goal, (replay) => isFree(replay, rule, rivals));
    if (answer.kind === "unknown") return answer;
    if (answer.kind === "none") {
      noteProved(point, body, rivals);
      return { kind: "never", proof };
    }
    evidence.note(point, rule, answer);
    const kinds = rivalKinds(point, rule).map((kind) => kind.filter((other) => !isIgnored(other.rule)));
    const inTheWay = rivalsOn(answer.replay, kinds, round >= patience);
    if (inTheWay.length === 0) return { kind: "alone" };
    for (const other of inTheWay) rivals.add(other);
  }
}

/** By what formulas are made of: what has been proved of a rule and its rivals. Points of equal types share it. */
const proved = new WeakMap<AtomTable, Set<string>>();

function isProved({ encoder }: Point, body: RuleBody, rivals: Iterable<RuleBody>): boolean {
  return proved.get(encoder.atoms)?.has(questionKey(body, rivals)) ?? false;
}

function noteProved({ encoder }: Point, body: RuleBody, rivals: Iterable<RuleBody>): void {
  const known = proved.get(encoder.atoms) ?? new Set<string>();
  proved.set(encoder.atoms, known.add(questionKey(body, rivals)));
}

function questionKey(body: RuleBody, rivals: Iterable<RuleBody>): string {
  const ids = [...rivals].map(({ id }) => id).sort((left, right) => left - right);
  return `${body.id} ${ids.join()}`;
}

function isFree(replay: Replay, rule: TypedRule, rivals: Iterable<RuleBody>): boolean {
  return replay.isMatched(rule) && ![...rivals].some((other) => replay.isMatched(other.rule));
}

/** The rules whose match takes the decision from a rule, those of the strongest kind first. */
function rivalKinds({ scope: { allows, denies } }: Point, rule: TypedRule): readonly (readonly RuleBody[])[] {
  const others = (bodies: readonly RuleBody[]) => bodies.filter((other) => other.rule !== rule);
  switch (rule.effect) {
    case "allow":
      return [denies, others(allows)];
    case "deny":
      return [others(denies)];
    case "oblige":
      return [];
  }
}

/** Of the strongest kind of which one matches a request, those that match it, or all of them. */
function rivalsOn(
  replay: Replay,
  kinds: readonly (readonly RuleBody[])[],
  all: boolean,
): readonly RuleBody[] {
  for (const kind of kinds) {
    const matching = kind.filter(({ rule }) => replay.isMatched(rule));
    if (matching.length > 0) return all ? kind : matching;
  }
  return [];
}
