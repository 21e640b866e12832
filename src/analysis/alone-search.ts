import type { TypedRule } from "../check/typed-policy-set.js";
import type { RuleBody } from "../ir/decision-graph.js";
import { matches, type Point, type Replay, sketch } from "./analysis.js";
import { conjunctsOf, type Formula } from "./encode/formula.js";
import { createEvidence } from "./evidence.js";
import { keepProofs } from "./incremental/keep-standing.js";
import { plainly } from "./incremental/units.js";
import { createKnownCovers } from "./known-covers.js";
import { leastContested } from "./least-contested.js";
import type { Occurrence } from "./occurrences.js";
import { pointPlace } from "./point-places.js";
import type { RemovedRules } from "./removed-rules.js";
import { type RivalGroup, rivalGroup } from "./rival-group.js";
import { type AwayConjunct, type Rival, rivalAt, rivalIndex, rivalsAmong, rivalsOf } from "./rivals.js";
import type { RuleSearch } from "./rule-standing.js";
import { byPlace } from "./rule-words.js";
import type { Background } from "./solve/background.js";
import type { Sketch, SketchOptions } from "./solve/find-request.js";
import { whereMatched } from "./where-matched.js";

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
  for (const occurrence of leastContested(search, rule)) {
    const trial = coveredOutright(search, occurrence) ?? searchAt(search, occurrence, occurrence.rule.effect);
    if (trial.kind === "alone") return trial;
    if (trial.kind === "unknown") isSettled = false;
    else proofs.push(trial.proof);
  }
  return isSettled ? { kind: "never", proofs } : { kind: "unknown" };
}

/** {@link strongestProof} for each of a rule's points; undefined where one of them could not be settled. */
export function strongestProofs(search: RuleSearch, proofs: readonly Proof[]): readonly Proof[] | undefined {
  const strongest = proofs.map((proof) => strongestProof(search, proof));
  return strongest.includes(undefined) ? undefined : strongest.filter((proof) => proof !== undefined);
}

/**
 * Looks for what a rule that decides nothing alone does at all, and notes it: that is reported, and confirmed where it is. Where denies by
 * themselves stand in its way, the proof is of them. Undefined where it could not be settled.
 */
function strongestProof(search: RuleSearch, proof: Proof): Proof | undefined {
  const { matched, decided } = search.evidence;
  const { occurrence } = proof;
  const { rule } = occurrence;
  if (rule.effect === "allow" && !decided.has(rule)) {
    if (proof.rivals.every(({ effect }) => effect === "deny"))
      return isMatchSettled(search, occurrence) ? proof : undefined;
    const undenied = searchAt(search, occurrence, "deny", { wanted: "smallest" });
    if (undenied.kind === "alone") return proof;
    if (undenied.kind === "unknown") return undefined;
    return isMatchSettled(search, occurrence) ? undenied.proof : undefined;
  }
  return matched.has(rule) || isMatchSettled(search, occurrence) ? proof : undefined;
}

/** Looks for a request that a rule matches, unless one is known; whether it is known now if there is one. */
export function isMatchSettled(search: RuleSearch, occurrence: Occurrence): boolean {
  if (search.evidence.matched.has(occurrence.rule)) return true;
  return searchAt(search, occurrence, "oblige", { wanted: "smallest" }).kind !== "unknown";
}

/**
 * The proofs without some rules, each with others in their place where that is needed; undefined where these do matter, or it could not
 * be settled.
 */
export function proofsWithout(
  search: RuleSearch,
  proofs: readonly Proof[],
  isIgnored: (rule: TypedRule) => boolean,
  { names = ({ rivals }) => rivals.some(isIgnored), ...likewise }: WithoutOptions = {},
): readonly Proof[] | undefined {
  const changed = [...proofs];
  const isCounted = ({ rule }: RuleBody) => !isIgnored(rule);
  for (const [place, proof] of proofs.entries()) {
    if (!names(proof)) continue;
    const { occurrence, rivals } = proof;
    const options = { ...likewise, isCounted, near: rivals };
    const trial = searchAt(search, occurrence, occurrence.rule.effect, options);
    if (trial.kind !== "never") return undefined;
    changed[place] = trial.proof;
  }
  return changed;
}

/** How proofs are looked for without some rules. */
interface WithoutOptions extends Pick<AloneOptions, "isPrecise" | "rivalsAt" | "behind"> {
  /** Whether a proof names one of the rules, where that is known sooner than by asking of each that it names. */
  readonly names?: (proof: Proof) => boolean;
}

/** {@link proofsWithout} some rules that are to be removed: found once for the same proofs and the same rules of their points. */
export function proofsBeside(
  search: RuleSearch,
  proofs: readonly Proof[],
  removed: RemovedRules,
): readonly Proof[] | undefined {
  if (!proofs.some(({ rivals }) => rivals.some((rule) => removed.has(rule)))) return proofs;
  const { analysis, occurrences } = search;
  const here = removed.among(proofs);
  const name = JSON.stringify([[...here].map(({ id }) => id), ...proofs.map(proofName)]);
  return analysis.units.remember(`beside ${name}`, {
    ...keepProofs(occurrences, proofs),
    compute: () => proofsWithout(aside(search), proofs, (other) => removed.has(other)),
  });
}

/** A search that knows nothing of what others found, and of which they know nothing. */
export function aside(search: RuleSearch): RuleSearch {
  return { ...search, evidence: createEvidence(), covers: createKnownCovers() };
}

/** The fewest rivals of one effect that proofs can do with, as far as leaving out one at a time can tell: the last by place first. */
export function fewestRivals(
  search: RuleSearch,
  proofs: readonly Proof[],
  effect: TypedRule["effect"],
): readonly TypedRule[] {
  // Something is needed: there are requests that the rule matches.
  const rivals = rivalsIn(proofs, effect);
  if (rivals.length < 2) return rivals;
  const { analysis, occurrences } = search;
  const find = () => searchFewest(aside(search), proofs, effect).map(({ id }) => id);
  const ids = analysis.units.remember(`fewest ${effect} ${proofs.map(proofName).join()}`, plainly(find));
  return ids.flatMap((id) => occurrences.rule(id) ?? []);
}

/** All that a proof says. */
function proofName({ occurrence: { rule, point }, rivals }: Proof): string {
  return JSON.stringify([rule.id, pointPlace(point), ...rivals.map(({ id }) => id)]);
}

function searchFewest(
  search: RuleSearch,
  proofs: readonly Proof[],
  effect: TypedRule["effect"],
): readonly TypedRule[] {
  let known = proofs;
  let kept = byPlace(rivalsIn(proofs, effect));
  // An allow that covers a rule does not deny it.
  const ignoring = (rest: ReadonlySet<TypedRule>) => (other: TypedRule) =>
    other.effect === effect ? !rest.has(other) : effect === "deny";
  const likewise = {
    isPrecise: true,
    rivalsAt: rivalsKept(kept, effect),
  };
  for (const rule of [...kept].reverse()) {
    const rest = new Set(kept.filter((other) => other !== rule));
    // Of the effect, proofs name none but those that are kept.
    const names = ({ rivals }: Proof) =>
      rivals.includes(rule) || (effect === "deny" && rivals.some((other) => other.effect !== effect));
    const behind = ({ point }: Occurrence): Background | undefined => {
      const left = rivalAt(point, rule);
      return left && whereMatched(point, left, rest.size);
    };
    // Before few denies nothing is in the way.
    const options = { ...likewise, names, ...(effect === "deny" && { behind }) };
    const without = proofsWithout(search, known, ignoring(rest), options);
    if (without === undefined) continue;
    known = without;
    kept = kept.filter((other) => rest.has(other));
  }
  return kept;
}

/** The rivals at points that are kept of an effect, behind all denies where these are not the effect: few are left of many, at each point of one rule. */
function rivalsKept(kept: readonly TypedRule[], effect: TypedRule["effect"]): typeof rivalsOf {
  const known = new Map<Point, readonly Rival[]>();
  return (point) => {
    const denies = effect === "deny" ? [] : rivalsOf(point, "deny");
    const rivals = known.get(point) ?? [...denies, ...rivalsAmong(point, kept)];
    known.set(point, rivals);
    return rivals;
  };
}

function rivalsIn(proofs: readonly Proof[], effect: TypedRule["effect"]): readonly TypedRule[] {
  const rivals = new Set(proofs.flatMap((proof) => proof.rivals));
  return [...rivals].filter((rule) => rule.effect === effect);
}

/** What became of a search at one of a rule's points. */
export type Trial =
  | { readonly kind: "alone" }
  | { readonly kind: "unknown" }
  | { readonly kind: "never"; readonly proof: Proof };

/** That others match whatever a rule does, where they do: then nothing is asked about the rule. */
function coveredOutright({ quiet }: RuleSearch, occurrence: Occurrence): Trial | undefined {
  const { point, rule, body } = occurrence;
  if (body === undefined || rule.effect === "oblige") return undefined;
  const found = rule.effect === "allow" ? quiet.undecided(point) : quiet.undenied(point);
  if (found.kind !== "none" || found.cover.includes(body)) return undefined;
  return { kind: "never", proof: { occurrence, rivals: found.cover.map((other) => other.rule) } };
}

/** A request of a point that hardly a rule matches, if one is known. */
function backgroundAt({ quiet }: RuleSearch, point: Point, { rule }: RuleBody): Background | undefined {
  if (rule.effect === "oblige") return undefined;
  const wanted = rule.effect === "allow" ? quiet.undecided(point) : quiet.undenied(point);
  const found = wanted.kind === "quiet" ? wanted : quiet.undenied(point);
  return found.kind === "quiet" ? found.background : undefined;
}

const anyRule = (): boolean => true;

/** How a rule is looked for alone. */
interface AloneOptions {
  /** Rivals that are left out of account do not stand in its way. */
  readonly isCounted?: (other: RuleBody) => boolean;
  /** Whether any request will do, or people are to see it. */
  readonly wanted?: "any" | "smallest";
  /** Rules that are likely to be enough to stand in its way: of few it is soon asked. */
  readonly near?: readonly TypedRule[];
  /** Whether of those it should be told which are. */
  readonly isPrecise?: boolean;
  /** All rivals that may be counted. */
  readonly rivalsAt?: typeof rivalsOf;
  /** What stands where nothing is asked for, if any request will do. */
  readonly behind?: (occurrence: Occurrence) => Background | undefined;
}

/**
 * Searches for a sketch of a request that a rule matches and none does of those that would take the decision from a rule of the effect, as far
 * as they are counted.
 */
export function searchAt(
  search: RuleSearch,
  occurrence: Occurrence,
  effect: TypedRule["effect"],
  {
    isCounted = anyRule,
    wanted = "any",
    near = [],
    isPrecise = false,
    rivalsAt = rivalsOf,
    behind = ({ point, body }) => body && backgroundAt(search, point, body),
  }: AloneOptions = {},
): Trial {
  const { point, body } = occurrence;
  const provedBy = (some: readonly RuleBody[]): Trial => {
    return { kind: "never", proof: { occurrence, rivals: some.map((other) => other.rule) } };
  };
  if (body === undefined) return provedBy([]);
  const isRival = (other: RuleBody) =>
    other !== body && isCounted(other) && (effect !== "deny" || isDeny(other));
  const cover = effect === "oblige" ? undefined : search.covers.find(point, body, isRival);
  if (cover !== undefined) return provedBy(cover);
  const own = matches(point, body);
  const few = near.flatMap((rule) => rivalAt(point, rule) ?? []).filter((other) => isRival(other.body));
  const background = () => behind(occurrence);
  const sufficient = coveringAmong(search, { point, body }, own, few, { isPrecise, background });
  if (sufficient !== undefined) return provedBy(sufficient);
  const index = rivalsAt === rivalsOf ? rivalIndex(point, effect) : undefined;
  const rivals =
    index && isCounted === anyRule
      ? index.without(body)
      : rivalGroup(rivalsAt(point, effect).filter((other) => other.body !== body && isCounted(other.body)));
  if (rivals.always !== undefined && !isNo(own)) return provedBy([rivals.always.body]);
  const answer = sketchAlone(search, { point, body }, own, rivals, {
    isPrecise,
    background: wanted === "any" ? background() : undefined,
    openIn: index && ((candidate) => awayAmong(index.open(candidate), isRival)),
  });
  if (answer.kind === "unknown") return answer;
  if (answer.kind === "none") {
    const covering = coveringIn(rivals, answer.core);
    search.covers.note(point, body, covering);
    return provedBy(covering);
  }
  const shown = { point, request: answer.request };
  search.evidence.note(body.rule, shown, rivals.size === 0 && point.scope.denies.length > 0);
  return { kind: "alone" };
}

/** What some rivals ask for, as far as they are rivals. */
function awayAmong(
  asked: readonly AwayConjunct[],
  isRival: (other: RuleBody) => boolean,
): readonly Formula[] {
  return asked.flatMap(({ rival, conjunct }) => (isRival(rival.body) ? [conjunct] : []));
}

/** Those of some rivals that cover a rule, if they do. */
function coveringAmong(
  search: RuleSearch,
  place: { readonly point: Point; readonly body: RuleBody },
  own: Formula,
  few: readonly Rival[],
  {
    isPrecise,
    background,
  }: { readonly isPrecise: boolean; readonly background: () => Background | undefined },
): readonly RuleBody[] | undefined {
  if (few.length === 0) return undefined;
  const rivals = rivalGroup(few);
  const answer = sketchAlone(search, place, own, rivals, { isPrecise, background: background() }, () => true);
  if (answer.kind !== "none") return undefined;
  const covering = coveringIn(rivals, answer.core);
  search.covers.note(place.point, place.body, covering);
  return covering;
}

/** The rivals of which it was asked that they do not match, and could not be. */
function coveringIn(rivals: RivalGroup, asked: readonly Formula[] = []): readonly RuleBody[] {
  return rivals.asking(new Set(asked)).map(({ body }) => body);
}

/** Whether a rule denies. */
export function isDeny({ rule }: RuleBody): boolean {
  return rule.effect === "deny";
}

function sketchAlone(
  search: RuleSearch,
  { point, body }: { readonly point: Point; readonly body: RuleBody },
  own: Formula,
  rivals: RivalGroup,
  { isPrecise, background, openIn }: Pick<SketchOptions, "background" | "isPrecise" | "openIn">,
  confirms = (replay: Replay) =>
    replay.isMatched(body.rule) && !rivals.some((other) => replay.isMatched(other.body.rule)),
): Sketch {
  const conjuncts = conjunctsOf(own);
  const first = conjuncts.length;
  // Put together as it is: of hundreds of rivals few matter, and nothing is won by looking for repeats.
  const operands = conjuncts.concat(rivals.away());
  const trials = search.analysis.trials?.at(pointPlace(point));
  const options = { background, first, isPrecise: isPrecise === true, openIn, trials };
  return sketch(search.analysis, point, { kind: "and", operands }, confirms, options);
}

function isNo(formula: Formula): boolean {
  return formula.kind === "constant" && !formula.value;
}
